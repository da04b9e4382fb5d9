import { describe, expect, it } from "vitest";
import { createRestartPace } from "./restart-pace.ts";

const second = 1000;
const minute = 60 * second;

describe("the pace of restarts", () => {
  it("is that of a CrashLoopBackOff: at once, then 10 s, twice as long each time, at most 5 minutes", () => {
    const pace = createRestartPace();
    let nowMs = 0;
    const waits = Array.from({ length: 8 }, () => {
      const waitMs = pace.waitMs("web", nowMs);
      nowMs += waitMs;
      pace.restarted("web", nowMs);
      nowMs += 30 * second;
      return waitMs / second;
    });
    expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
    expect([pace.inARow("web"), pace.waitMs("store", nowMs)]).toEqual([8, 0]);
  });

  it("begins anew after 10 minutes in which it ran", () => {
    const pace = createRestartPace();
    pace.restarted("web", 0);
    expect(pace.waitMs("web", 10 * minute - 1)).toBe(10 * second);
    expect([pace.waitMs("web", 10 * minute), pace.inARow("web")]).toEqual([0, 0]);
  });
});
