import { describe, expect, it } from "vitest";
import { plan as makePlan } from "../plan/plan.ts";
import { emptyDesiredState } from "../plan/plan-delete.ts";
import type { HeldBack } from "../plan/plan-types.ts";
import { createMemoryDriver } from "../testing/memory-driver.ts";
import { createAgenda } from "./agenda.ts";

const observed = await createMemoryDriver().observe(emptyDesiredState([]));
const nothing = makePlan(emptyDesiredState([]), observed);
const engineNow = observed.engine.nowSeconds;
const held = (untilSeconds: number): HeldBack => ({
  target: { kind: "container", name: "web" },
  failed: { revision: "r1", failures: 1, atSeconds: engineNow, reason: "not ready" },
  untilSeconds,
});
const after = (status: "idle" | "done" | "failed", heldBack: readonly HeldBack[] = []) => ({
  status,
  observed,
  plan: { ...nothing, heldBack },
});

describe("the agenda", () => {
  it("tells what is held back when it changes, and looks again when its time has come", () => {
    const agenda = createAgenda(300_000, 60_000);
    expect(agenda.reconciled(after("idle"), 0, false)).toBeUndefined();
    expect(agenda.reconciled(after("idle", [held(engineNow + 120)]), 0, false)).toHaveLength(1);
    expect(agenda.dueMs()).toBe(120_000);
    expect(agenda.reconciled(after("idle", [held(engineNow + 120)]), 0, false)).toBeUndefined();
    expect(agenda.take(119_999)).toEqual([]);
    expect(agenda.take(120_000)).toEqual([{ kind: "heldBackUntil" }]);
    expect(agenda.reconciled(after("idle"), 120_000, false)).toEqual([]);
    expect(agenda.dueMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it("looks at the earliest of several that are held back, and never at once", () => {
    const agenda = createAgenda(300_000, 60_000);
    agenda.reconciled(after("idle", [held(engineNow + 90), held(engineNow + 30)]), 0, false);
    expect(agenda.dueMs()).toBe(30_000);
    agenda.reconciled(after("idle", [held(engineNow - 30)]), 0, false);
    expect(agenda.dueMs()).toBe(1_000);
  });

  it("slows down a plan that never comes to its end, up to the interval", () => {
    const agenda = createAgenda(300_000, 60_000);
    const waits = Array.from({ length: 8 }, () => {
      agenda.reconciled(after("done"), 0, false);
      return agenda.dueMs() / 1000;
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  });

  it("tries again what failed, whatever repairs there are in between", () => {
    const agenda = createAgenda(300_000, 60_000);
    for (const _ of [1, 2, 3]) agenda.reconciled(after("failed"), 0, false);
    expect(agenda.dueMs()).toBe(4000);
    agenda.reconciled(after("idle"), 500, true);
    expect(agenda.dueMs()).toBe(4000);
    agenda.reconciled(after("done"), 1000, true);
    agenda.reconciled(after("failed"), 2000, true);
    expect(agenda.take(4000)).toEqual([{ kind: "retry" }]);
    agenda.reconciled(after("failed"), 4000, false);
    expect(agenda.dueMs()).toBe(4000 + 32_000);
    agenda.reconciled(after("idle"), 4500, false);
    expect(agenda.dueMs()).toBe(Number.POSITIVE_INFINITY);
  });
});
