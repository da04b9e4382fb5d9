import type { ApplyEvent } from "@hashike/core";
import { expect, it } from "vitest";
import { pullNginx } from "../testing.ts";
import { createJsonReporter } from "./json-reporter.ts";

const about = { actionId: pullNginx.id, actionType: pullNginx.type, target: pullNginx.target };

/** What is written of progress that comes at these times. */
function play(steps: readonly (readonly [atMs: number, status: string, currentBytes: number])[]) {
  let nowMs = 0;
  let written = "";
  const reporter = createJsonReporter(
    (text) => {
      written += text;
    },
    () => nowMs,
  );
  for (const [atMs, status, currentBytes] of steps) {
    nowMs = atMs;
    reporter.event({
      type: "action.progress",
      ...about,
      progress: { status, currentBytes, totalBytes: 1000 },
    });
  }
  const events = written.split("\n").filter((line) => line !== "");
  return events.map(
    (line) => (JSON.parse(line) as Extract<ApplyEvent, { type: "action.progress" }>).progress,
  );
}

it("tells how fast a transfer goes and how long it takes yet", () => {
  expect(
    play([
      [0, "downloading", 0],
      [1000, "downloading", 100],
      [2000, "downloading", 200],
    ]),
  ).toEqual([
    { status: "downloading", currentBytes: 0, totalBytes: 1000 },
    { status: "downloading", currentBytes: 100, totalBytes: 1000, bytesPerSecond: 100, secondsLeft: 9 },
    { status: "downloading", currentBytes: 200, totalBytes: 1000, bytesPerSecond: 100, secondsLeft: 8 },
  ]);
});

it("writes no more than two lines a second, and always the first and the last of each kind of work", () => {
  const steps = Array.from({ length: 1001 }, (_, i) => [i, "downloading", i] as const);
  const bytes = play([...steps, [1001, "extracting", 1000], [1002, "extracting", 1000]]).map(
    ({ status, currentBytes }) => `${status} ${currentBytes}`,
  );
  expect(bytes).toEqual(["downloading 0", "downloading 500", "downloading 1000", "extracting 1000"]);
});
