import type { ObservedContainer } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { observedContainer } from "../../engine/test-observed.ts";
import { restartsText, workOf } from "./work-words.ts";

const engine = { nowSeconds: 1_000_000 };
const container = (fields: Partial<ObservedContainer>): ObservedContainer =>
  observedContainer({
    id: "1",
    name: "web",
    ownership: { kind: "foreign" },
    record: '{"restartPolicy":"Always"}',
    createdAtSeconds: 0,
    image: "a",
    imageId: "a",
    ...fields,
  });
const cases: readonly [status: string, ready: boolean, Partial<ObservedContainer>][] = [
  ["running", true, { restarts: 3, startedAtSeconds: 999_000 }],
  ["running", true, { statusText: "Up 2 minutes (healthy)" }],
  ["starting", false, { statusText: "Up 2 seconds (health: starting)" }],
  ["unhealthy", false, { isUnhealthy: true, statusText: "Up 2 minutes (unhealthy)" }],
  ["restarting (exit code 7)", false, { state: "restarting", exitCode: 7 }],
  ["restarting", false, { restarts: 3, startedAtSeconds: 999_999 }],
  ["exited (7)", false, { state: "exited", exitCode: 7 }],
  ["exited (0)", false, { state: "exited", exitedZero: true, exitCode: 0 }],
  ["completed", false, { state: "exited", exitedZero: true, record: '{"restartPolicy":"Never"}' }],
  ["completed", false, { state: "exited", exitedZero: true, role: "init" }],
  ["created", false, { state: "created" }],
  ["paused", false, { state: "paused" }],
  ["removing", false, { state: "removing" }],
  ["dead", false, { state: "dead" }],
];

describe("whether a container works", () => {
  it.each(cases)("%s, ready: %s", (status, ready, fields) => {
    expect(workOf(container(fields), engine)).toEqual({ status, ready });
  });

  it("is told with how often the engine started it again", () => {
    expect(restartsText(container({}), engine)).toBe("");
    expect(restartsText(container({ restarts: 0, startedAtSeconds: 999_000 }), engine)).toBe("0");
    expect(restartsText(container({ restarts: 12, startedAtSeconds: 999_997 }), engine)).toBe("12 (3s ago)");
  });
});
