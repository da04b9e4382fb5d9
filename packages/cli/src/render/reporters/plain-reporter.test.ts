import { expect, it } from "vitest";
import { pullNginx, startWeb, plainStyle as style, twoChanges } from "../testing.ts";
import { createPlainReporter } from "./plain-reporter.ts";

it("writes whole lines without control characters, and says what it waits for", () => {
  let written = "";
  let nowMs = 0;
  const reporter = createPlainReporter({
    write: (text) => {
      written += text;
    },
    style,
    verbose: false,
    now: () => nowMs,
  });
  const about = (action: typeof pullNginx) => ({
    actionId: action.id,
    actionType: action.type,
    target: action.target,
  });
  reporter.planned(twoChanges);
  written = "";
  reporter.event({ type: "apply.started", changes: [], actionCount: 2 });
  reporter.event({ type: "action.started", ...about(pullNginx) });
  reporter.event({
    type: "action.progress",
    ...about(pullNginx),
    progress: { status: "downloading", currentBytes: 1, totalBytes: 12_300_000 },
  });
  nowMs = 3400;
  reporter.event({ type: "action.finished", ...about(pullNginx) });
  reporter.event({ type: "action.started", ...about(startWeb) });
  reporter.event({
    type: "action.failed",
    ...about(startWeb),
    error: { code: "DRIVER_CONTAINER_START_FAILED", message: "port\u001b[0m taken" },
  });
  reporter.say("stopping");
  expect(written).toBe(
    [
      "pulling image nginx:alpine-slim",
      "pulled image nginx:alpine-slim (12.3 MB, 3.4s)",
      "failed: cannot start container web: port taken",
      "stopping",
      "",
    ].join("\n"),
  );
});
