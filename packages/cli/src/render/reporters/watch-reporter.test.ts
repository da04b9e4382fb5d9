import type { ApplyEvent, WatchEvent } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { nginx, plainStyle, planOf, resultOf, startWeb, web, webRepair } from "../testing.ts";
import { createWatchReporter } from "./watch-reporter.ts";

const time = "2026-11-21T08:00:00.000Z";
const unreadable = {
  type: "source.failed",
  error: { code: "SOURCE_UNREADABLE", message: "s3://b/k: no connection" },
  keeping: true,
} as const;

function lines(events: readonly WatchEvent[], quiet = false): readonly string[] {
  const written: string[] = [];
  const report = createWatchReporter({
    out: (text) => written.push(`out ${text}`),
    err: (text) => written.push(`err ${text}`),
    ...{ style: plainStyle, errStyle: plainStyle, texts: undefined },
    ...{ verbose: false, quiet, now: () => Date.parse(time) },
  });
  for (const event of events) report(event);
  return written.map((line) => line.replace(`${time} `, "").trimEnd());
}

describe("the lines of a watch", () => {
  it("have their time, and none is for a cycle in which nothing happened", () => {
    const written: string[] = [];
    const report = createWatchReporter({
      ...{ out: (text) => written.push(text), err: () => {}, style: plainStyle, errStyle: plainStyle },
      ...{ texts: undefined, verbose: false, quiet: false, now: () => Date.parse(time) },
    });
    report({ type: "watch.started", intervalSeconds: 60, lookIntervalSeconds: 300 });
    report({ type: "source.unchanged" });
    report({ type: "cycle.started", because: [{ kind: "scheduled" }] });
    report({ type: "cycle.finished", status: "idle" });
    expect(written).toEqual([`${time} watching; reading every 1m00s\n`]);
  });

  const { plan, result } = webRepair;
  const about = { actionId: startWeb.id, actionType: startWeb.type, target: web };
  const applied: readonly ApplyEvent[] = [
    { type: "apply.started", changes: plan.changes, actionCount: 1 },
    { type: "action.started", ...about },
    { type: "action.finished", ...about },
    { type: "apply.finished", result },
  ];
  const died = { kind: "engineEvent", action: "die", container: "web", further: 2 } as const;
  const repaired = [
    "out container web: die, and 2 more",
    "out   ~ container web will be updated in place",
    "out Plan: 0 to create, 0 to replace, 1 to update, 0 to remove; 0 unchanged.",
    "out started container web",
    "out Updated container web.",
  ];

  it("tell a repair with its reason, its plan and its result", () => {
    expect(
      lines([
        { type: "cycle.started", because: [died] },
        { type: "cycle.planned", plan },
        ...applied.map((event) => ({ type: "apply", event }) as const),
      ]),
    ).toEqual(repaired);
  });

  it("tell a repair beside an apply in the same way, and then how the apply ended", () => {
    const pulled = resultOf({ created: [nginx] });
    expect(
      lines([
        { type: "cycle.started", because: [{ kind: "sourceChanged" }] },
        { type: "cycle.planned", plan: planOf({}) },
        { type: "repair.planned", repair: 1, because: died, plan },
        ...applied.map((event) => ({ type: "repair.event", repair: 1, event }) as const),
        { type: "apply", event: { type: "apply.finished", result: pulled } },
      ]).slice(-6),
    ).toEqual([...repaired, "out Pulled image nginx:alpine-slim."]);
  });

  it("tell a failure that lasts once, and that it is over", () => {
    expect(lines([unreadable, unreadable, { type: "source.unchanged" }, unreadable])).toEqual([
      "err error: s3://b/k: no connection [SOURCE_UNREADABLE]",
      "out the manifests can be read again",
      "err error: s3://b/k: no connection [SOURCE_UNREADABLE]",
    ]);
  });

  it("say when a probe that failed again has its container restarted, or why not", () => {
    const about = { container: "web", containerId: "1" };
    const failed = { type: "liveness.failed", probe: "liveness", reason: "HTTP 500", ...about } as const;
    expect(
      lines([
        { ...failed, restarts: 0, restartInSeconds: 0 },
        { ...failed, restarts: 1, restartInSeconds: 10 },
        { ...failed, restarts: 4, restartInSeconds: 80 },
        { type: "liveness.restartDropped", because: "recovered", ...about },
      ]),
    ).toEqual([
      "out liveness probe of container web failed: HTTP 500",
      "out liveness probe of container web failed: HTTP 500; restarted once already, again in 10s",
      "out liveness probe of container web failed: HTTP 500; restarted 4 times already, again in 1m20s",
      "out container web is not restarted now: its probe succeeds again",
    ]);
  });

  it("are only failures when quiet", () => {
    expect(
      lines([{ type: "watch.started", intervalSeconds: 60, lookIntervalSeconds: 300 }, unreadable], true),
    ).toEqual(["err error: s3://b/k: no connection [SOURCE_UNREADABLE]"]);
  });
});
