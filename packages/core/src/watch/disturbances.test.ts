import { describe, expect, it } from "vitest";
import type { EngineEvent } from "../apply/driver.ts";
import { testOwner } from "../testing/builders.ts";
import { createDisturbances } from "./disturbances.ts";

const die = (name: string): EngineEvent => ({
  action: "die",
  container: { id: name, name, ownership: { kind: "owned", owner: testOwner } },
});

describe("disturbances", () => {
  it("of a burst are looked at once, 100 ms after its first, and the cause counts the others", () => {
    const disturbances = createDisturbances(60_000);
    for (const [n, name] of ["web", "web", "store"].entries()) disturbances.add(die(name), 1000 + 30 * n);
    expect(disturbances.dueMs()).toBe(1100);
    expect(disturbances.take()).toEqual({ kind: "engineEvent", action: "die", container: "web", further: 2 });
    expect([disturbances.dueMs(), disturbances.take()]).toEqual([Number.POSITIVE_INFINITY, undefined]);
  });

  it("of one container that come again and again wait longer and longer, those of another do not", () => {
    const disturbances = createDisturbances(60_000);
    let nowMs = 0;
    const waits = Array.from({ length: 10 }, () => {
      disturbances.add(die("web"), nowMs);
      const wait = disturbances.dueMs() - nowMs;
      disturbances.take();
      nowMs += wait + 1000;
      return wait / 1000;
    });
    expect(waits).toEqual([0.1, 0.1, 1, 2, 4, 8, 16, 32, 60, 60]);
    disturbances.add(die("store"), nowMs);
    expect(disturbances.dueMs() - nowMs).toBe(100);
  });

  it("are forgotten once the container was left in peace", () => {
    const disturbances = createDisturbances(60_000);
    for (const nowMs of [0, 11_000, 22_000]) {
      disturbances.add(die("web"), nowMs);
      expect(disturbances.dueMs() - nowMs).toBe(100);
      disturbances.take();
    }
  });

  it("that a look found nothing of are looked at again, four times, and new ones begin anew", () => {
    const disturbances = createDisturbances(60_000);
    const lookInVain = (nowMs: number): number => {
      const taken = disturbances.take();
      if (taken !== undefined) disturbances.unseen(taken, nowMs);
      return disturbances.dueMs() - nowMs;
    };
    disturbances.add(die("web"), 0);
    expect([100, 400, 1500].map(lookInVain)).toEqual([250, 1000, 4000]);
    disturbances.add(die("store"), 2000);
    expect(disturbances.take()).toEqual({ kind: "engineEvent", action: "die", container: "web", further: 1 });
    disturbances.add(die("store"), 2100);
    const waits = [3000, 4000, 5000, 6000, 7000].map(lookInVain);
    expect(waits).toEqual([250, 1000, 4000, 15_000, Number.POSITIVE_INFINITY]);
  });
});
