import type { ApplyEvent } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { pullNginx, resultOf, startWeb, plainStyle as style, twoChanges } from "../testing.ts";
import { createTerminalReporter } from "./terminal-reporter.ts";

const about = (action: typeof pullNginx) => ({
  actionId: action.id,
  actionType: action.type,
  target: action.target,
});
const result = resultOf({});

function start(size: { columns?: number; rows?: number } = { columns: 60, rows: 24 }) {
  let written = "";
  let drawFrame = () => {};
  let running = false;
  const exitListeners = new Set<() => void>();
  const time = { nowMs: 0 };
  const reporter = createTerminalReporter({
    write: (text) => {
      written += text;
    },
    stream: size,
    style,
    verbose: false,
    now: () => time.nowMs,
    everyFrame: (draw) => {
      drawFrame = draw;
      running = true;
      return () => {
        running = false;
      };
    },
    host: {
      on: (_event, listener) => exitListeners.add(listener),
      off: (_event, listener) => exitListeners.delete(listener),
    },
  });
  reporter.planned(twoChanges);
  reporter.event({ type: "apply.started", changes: twoChanges.changes, actionCount: 2 });
  return {
    reporter,
    time,
    exitListeners,
    isRunning: () => running,
    events: (...events: readonly ApplyEvent[]) => events.forEach(reporter.event),
    /** What the next frame writes. */
    frame() {
      written = "";
      drawFrame();
      return written;
    },
    /** What is written while something is done. */
    during(work: () => void) {
      written = "";
      work();
      return written;
    },
  };
}

describe("createTerminalReporter", () => {
  it("draws over what is under way, and lets what is done scroll up", () => {
    const t = start();
    t.events({ type: "action.started", ...about(pullNginx) });
    expect(t.frame()).toBe("\u001b[?25l\r\u001b[J⠋ pulling image nginx:alpine-slim  0.0s\n");
    t.time.nowMs = 2000;
    t.events(
      { type: "action.finished", ...about(pullNginx) },
      { type: "action.started", ...about(startWeb) },
    );
    expect(t.frame()).toBe(
      "\u001b[?25l\u001b[1A\r\u001b[J✓ pulled image nginx:alpine-slim  2.0s\n⠋ starting container web  0.0s\n",
    );
  });

  it("writes nothing between frames, however many events there are", () => {
    const t = start();
    const progress = { status: "downloading", currentBytes: 1 };
    const event: ApplyEvent = { type: "action.progress", ...about(pullNginx), progress };
    expect(
      t.during(() => t.events({ type: "action.started", ...about(pullNginx) }, event, event, event)),
    ).toBe("");
  });

  it("gives the cursor back and stops drawing at the end", () => {
    const t = start();
    t.events({ type: "action.started", ...about(startWeb) });
    t.frame();
    const end = t.during(() =>
      t.events({ type: "action.finished", ...about(startWeb) }, { type: "apply.finished", result }),
    );
    expect(end).toBe("\u001b[?25l\u001b[1A\r\u001b[J✓ started container web\n\u001b[?25h");
    expect(t.isRunning()).toBe(false);
    expect(t.exitListeners.size).toBe(0);
    expect(t.during(() => t.reporter.close())).toBe("");
  });

  it("gives the cursor back also when the process ends in the middle", () => {
    const t = start();
    t.events({ type: "action.started", ...about(startWeb) });
    t.frame();
    const end = t.during(() => {
      for (const listener of t.exitListeners) listener();
    });
    expect(end.endsWith("\u001b[?25h")).toBe(true);
  });

  it("puts a word from elsewhere above what is under way", () => {
    const t = start();
    t.events({ type: "action.started", ...about(startWeb) });
    t.frame();
    expect(t.during(() => t.reporter.say("stopping"))).toBe(
      "\u001b[?25l\u001b[1A\r\u001b[Jstopping\n⠋ starting container web  0.0s\n",
    );
  });

  it("leaves the last column free and follows the terminal's size", () => {
    const size = { columns: 30, rows: 24 };
    const t = start(size);
    t.events({ type: "action.started", ...about(pullNginx) });
    expect(t.frame()).toContain("⠋ pulling nginx:alpine…  0.0s\n");
    size.columns = 80;
    expect(t.frame()).toContain("⠋ pulling image nginx:alpine-slim  0.0s\n");
  });
});
