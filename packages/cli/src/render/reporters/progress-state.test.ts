import type { ApplyEvent } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { pullNginx, removeWeb, startWeb, twoChanges } from "../testing.ts";
import { planWords } from "../words/plan-words.ts";
import { noProgress, type ProgressLine, reduceProgress } from "./progress-state.ts";

const wordsOf = planWords(twoChanges);
const about = (action: typeof pullNginx) => ({
  actionId: action.id,
  actionType: action.type,
  target: action.target,
});

/** Feeds events, one second apart. */
function play(events: readonly ApplyEvent[]) {
  let state = noProgress;
  const lines: ProgressLine[] = [];
  for (const [i, event] of events.entries()) {
    const step = reduceProgress(state, event, { nowMs: i * 1000, wordsOf });
    state = step.state;
    lines.push(...step.lines);
  }
  return { running: state.running, lines };
}

const started: ApplyEvent = { type: "action.started", ...about(pullNginx) };

describe("reduceProgress", () => {
  it("keeps what runs in the order it began, and tells what is done with how long it took", () => {
    const { running, lines } = play([
      { type: "apply.started", changes: [], actionCount: 2 },
      started,
      { type: "action.started", ...about(startWeb) },
      { type: "action.finished", ...about(pullNginx) },
    ]);
    expect(running.map((a) => a.words.doing)).toEqual(["starting container web"]);
    expect(lines).toEqual([{ outcome: "done", text: "pulled image nginx:alpine-slim", tookMs: 2000 }]);
  });

  it("measures a rate anew for each kind of work", () => {
    const progress = (status: string, currentBytes: number): ApplyEvent => ({
      type: "action.progress",
      ...about(pullNginx),
      progress: { status, currentBytes, totalBytes: 100 },
    });
    const { running } = play([
      started,
      progress("downloading", 10),
      progress("downloading", 50),
      progress("extracting", 0),
    ]);
    expect(running[0]?.rateWindow).toEqual([{ atMs: 3000, bytes: 0 }]);
    const { lines } = play([
      started,
      progress("downloading", 10),
      { type: "action.finished", ...about(pullNginx) },
    ]);
    expect(lines[0]?.bytes).toBe(100);
  });

  it("tells failures, notices, and what is put back", () => {
    const error = { code: "DRIVER_ENGINE_ERROR", message: "no" } as const;
    const { running, lines } = play([
      started,
      { type: "action.failed", ...about(pullNginx), error },
      { type: "notice", message: "slow", actionId: pullNginx.id },
      { type: "undo.started", ...about(removeWeb), undoes: startWeb.id },
      { type: "undo.finished", ...about(removeWeb), undoes: startWeb.id },
      { type: "undo.started", ...about(removeWeb), undoes: startWeb.id },
      { type: "undo.failed", ...about(removeWeb), undoes: startWeb.id, error },
    ]);
    expect(running).toEqual([]);
    expect(lines.map((l) => `${l.outcome}: ${l.text}`)).toEqual([
      "failed: cannot pull image nginx:alpine-slim: no",
      "notice: slow",
      "undone: put back: removed container web",
      "failed: not put back: cannot remove container web: no",
    ]);
  });

  it("forgets what an abort has cut, without a word", () => {
    const { running, lines } = play([
      started,
      { type: "action.skipped", ...about(pullNginx), because: { kind: "aborted" } },
    ]);
    expect({ running, lines }).toEqual({ running: [], lines: [] });
  });

  it("tells once that the engine has gone away", () => {
    const error = { code: "DRIVER_ENGINE_UNREACHABLE", message: "no Docker Engine at e" } as const;
    const { running, lines } = play([
      started,
      { type: "action.started", ...about(startWeb) },
      { type: "action.failed", ...about(pullNginx), error },
      { type: "action.failed", ...about(startWeb), error },
      { type: "undo.started", ...about(removeWeb), undoes: startWeb.id },
      { type: "undo.failed", ...about(removeWeb), undoes: startWeb.id, error },
    ]);
    expect(running).toEqual([]);
    expect(lines).toEqual([
      { outcome: "failed", text: "the engine has gone away: no Docker Engine at e", tookMs: 2000 },
    ]);
  });
});
