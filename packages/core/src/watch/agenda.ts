import { canonicalJson } from "../desired/canonical-json.ts";
import type { HeldBack } from "../plan/plan-types.ts";
import { backOffMs } from "./back-off.ts";
import type { Reconciled } from "./reconcile.ts";
import type { WatchCause } from "./watch-event.ts";

/** When to look at the engine, besides what the source and the engine's events give reason for. */
export interface Agenda {
  /** The time of the next reason, by the clock. */
  dueMs(): number;
  /** The reasons whose time has come; they are struck off. */
  take(nowMs: number): readonly WatchCause[];
  /** A full look begins: the next one after the interval. */
  fullLook(nowMs: number): void;
  /** What happened may not have been told: look as soon as may be. */
  missed(): void;
  /**
   * @param isRepair whether registries were not asked: what a full look could not do is still to be tried again then
   * @returns what is held back, when that is something else than after the look before
   */
  reconciled(outcome: Reconciled, nowMs: number, isRepair: boolean): readonly HeldBack[] | undefined;
  failed(nowMs: number): void;
}

type Reason = Exclude<WatchCause["kind"], "engineEvent" | "sourceChanged">;

/** While a container does not work, whether it does by now is looked at so often. */
const troubledMs = 15_000;

const never = Number.POSITIVE_INFINITY;

/** @param longestWaitMs the longest back-off: the interval of the watch */
export function createAgenda(lookIntervalMs: number, longestWaitMs: number): Agenda {
  const times: Record<Reason, number> = {
    engineBack: never,
    afterApply: never,
    retry: never,
    heldBackUntil: never,
    troubled: never,
    scheduled: never,
  };
  const reasons = Object.keys(times) as Reason[];
  /** Looks in a row after which there was something left to do. */
  let busyInARow = 0;
  let heldBackBefore = "[]";

  function lookAgain(reason: "afterApply" | "retry", nowMs: number): void {
    // A repair does not put off what was to be tried again before.
    times[reason] = Math.min(times[reason], nowMs + backOffMs(busyInARow, longestWaitMs));
  }

  return {
    dueMs: () => Math.min(...Object.values(times)),
    take(nowMs) {
      const taken = reasons.filter((reason) => times[reason] <= nowMs);
      for (const reason of taken) times[reason] = never;
      return taken.map((kind) => ({ kind }));
    },
    fullLook(nowMs) {
      times.scheduled = nowMs + lookIntervalMs;
    },
    missed() {
      // Before the first look there is nothing to miss.
      if (times.scheduled !== never) times.engineBack = Number.NEGATIVE_INFINITY;
    },
    reconciled({ status, plan, observed }, nowMs, isRepair) {
      times.afterApply = never;
      if (!isRepair) times.retry = never;
      if (status !== "idle") {
        // A plan that never comes to its end must not keep the engine busy either.
        busyInARow += 1;
        lookAgain(status === "done" ? "afterApply" : "retry", nowMs);
      } else if (times.retry === never) busyInARow = 0;

      times.heldBackUntil = never;
      for (const { untilSeconds } of plan.heldBack) {
        // By the engine's clock, which may be another than ours.
        const seconds = Math.max(1, untilSeconds - observed.engine.nowSeconds);
        times.heldBackUntil = Math.min(times.heldBackUntil, nowMs + 1000 * seconds);
      }
      // One that has ended is reported when it is started; no engine tells that one has stayed up for long enough.
      const mayWork = plan.troubled.some(({ state }) => state !== "exited");
      times.troubled = mayWork ? nowMs + troubledMs : never;
      const heldBackNow = canonicalJson(plan.heldBack);
      if (heldBackNow === heldBackBefore) return undefined;
      heldBackBefore = heldBackNow;
      return plan.heldBack;
    },
    failed(nowMs) {
      busyInARow += 1;
      lookAgain("retry", nowMs);
    },
  };
}
