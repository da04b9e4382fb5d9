import type { LockHolder } from "../apply/driver.ts";
import type { ApplyEvent } from "../apply/event.ts";
import type { Owner } from "../desired/desired-state.ts";
import type { ErrorData } from "../errors.ts";
import type { ContainerState } from "../observed/observed-state.ts";
import type { Trouble } from "../plan/compare/trouble.ts";
import type { HeldBack, Plan } from "../plan/plan-types.ts";

/** What a watch tells while it runs: plain JSON, `watch.started` first, `watch.stopped` last. */
export type WatchEvent =
  | { readonly type: "watch.started"; readonly intervalSeconds: number; readonly lookIntervalSeconds: number }
  | { readonly type: "source.unchanged" }
  /** Also after the first read. */
  | { readonly type: "source.changed"; readonly owners: readonly Owner[] }
  /** `keeping`: there is a desired state from before, and it stays in force. */
  | { readonly type: "source.failed"; readonly error: ErrorData; readonly keeping: boolean }
  | { readonly type: "cycle.started"; readonly because: readonly WatchCause[] }
  /**
   * How many containers the owners have, by state; and the images on the engine that Hashike has brought, whoever for:
   * absent when there are none.
   */
  | {
      readonly type: "cycle.observed";
      readonly containers: Readonly<Partial<Record<ContainerState, number>>>;
      readonly images?: { readonly count: number; readonly bytes: number };
    }
  /** There is something to do; the events of its apply follow. */
  | { readonly type: "cycle.planned"; readonly plan: Plan }
  | { readonly type: "apply"; readonly event: ApplyEvent }
  /** Something else is put right while that apply is under way. `repair` counts those of a cycle, from 1. */
  | {
      readonly type: "repair.planned";
      readonly repair: number;
      readonly because: WatchCause;
      readonly plan: Plan;
    }
  | { readonly type: "repair.event"; readonly repair: number; readonly event: ApplyEvent }
  /** The worst of how its apply and the repairs beside it ended. */
  | { readonly type: "cycle.finished"; readonly status: CycleStatus }
  /** Nothing could be planned, the engine could not be asked, or the lock was lost; it is tried again. */
  | { readonly type: "cycle.failed"; readonly error: ErrorData }
  /** Told when it changes; empty once nothing is held back any more. */
  | { readonly type: "plan.heldBack"; readonly heldBack: readonly HeldBack[] }
  /** What is as wanted and does not work. Told when it changes; empty once all works again. */
  | { readonly type: "plan.troubled"; readonly troubled: readonly Trouble[] }
  | { readonly type: "lock.waiting"; readonly holder: LockHolder }
  | ({
      readonly type: "liveness.failed";
      readonly probe: ProbeKind;
      readonly reason: string;
      /** Because of its probes, in a row, so far. */
      readonly restarts: number;
      /** 0 for the first in a row; the next ones wait longer and longer. */
      readonly restartInSeconds: number;
    } & AboutContainer)
  /** It is not restarted after a wait: its probe works again, its process is another one, or an apply is at work. */
  | ({
      readonly type: "liveness.restartDropped";
      readonly because: "recovered" | "beganAnew" | "apply";
    } & AboutContainer)
  | ({ readonly type: "liveness.restarted" } & AboutContainer)
  | ({ readonly type: "liveness.restartFailed"; readonly error: ErrorData } & AboutContainer)
  /** It cannot be asked from here, and is not asked again before it starts anew. */
  | ({ readonly type: "liveness.unknown"; readonly reason: string } & AboutContainer)
  /** The engine tells no more what happens. */
  | { readonly type: "engine.lost"; readonly error: ErrorData }
  | { readonly type: "engine.back" }
  | { readonly type: "watch.stopped" };

export interface AboutContainer {
  readonly container: string;
  readonly containerId: string;
}

/** Which probe failed as often in a row as its threshold says. */
export type ProbeKind = "startup" | "liveness";

/** `idle`: all is as wanted. The others are those of an apply. */
export type CycleStatus = "idle" | "done" | "failed" | "aborted";

/** Why a cycle looks at the engine. */
export type WatchCause =
  | { readonly kind: "sourceChanged" }
  /** The first of several that came together; `further` counts the others. */
  | {
      readonly kind: "engineEvent";
      readonly action: string;
      readonly container?: string;
      readonly further: number;
    }
  /** What happened meanwhile was not told. */
  | { readonly kind: "engineBack" }
  /** To see what became of an apply, and of what others did while it ran. */
  | { readonly kind: "afterApply" }
  /** The cycle before failed. */
  | { readonly kind: "retry" }
  /** What was held back may be tried again. */
  | { readonly kind: "heldBackUntil" }
  /** A container did not work at the look before. */
  | { readonly kind: "troubled" }
  /** From time to time, whatever was told: newer images, and what events did not say. */
  | { readonly kind: "scheduled" };
