import type { Notice, Owner } from "../desired/desired-state.ts";
import type { EngineFacts, FailedRevision, ImageTransfer } from "../observed/observed-state.ts";
import type { Trouble } from "./compare/trouble.ts";
import type { Action, Target } from "./steps/action.ts";
import type { Cause } from "./steps/cause.ts";

export type ChangeKind = "create" | "update" | "replace" | "remove";

/** What happens to one target, in the user's eyes; one or more actions bring it about. */
export interface Change {
  readonly kind: ChangeKind;
  readonly target: Target;
  readonly cause: Cause;
  readonly actionIds: readonly string[];
  /** Of an image whose source could tell. */
  readonly transfer?: ImageTransfer;
  /** Of an image that is brought: {@link EngineFacts.freeImageBytes}. */
  readonly freeBytes?: number;
  /** Of an image that is removed: what it takes; less is freed where it shares layers with others. */
  readonly frees?: number;
  /** Of a container that changes or is replaced. */
  readonly rollout?: Rollout;
  /** Of a container that is replaced: paths of anonymous volumes that the new one gets with what is in them. */
  readonly keepsDataOf?: readonly string[];
}

/**
 * How much a change disturbs what runs. From `update` to `stop-first` in this order, least first:
 * `update`: settings of the running container. `connect`: networks are joined or left. `restart`: its process starts
 * anew. `side-by-side`: the new one becomes ready beside the old one, then takes its name. `switch`: it becomes ready
 * beside the old one without its host ports, then takes them and the name. `stop-first`: the old one is stopped before
 * the new one starts.
 */
export type Rung = "update" | "connect" | "restart" | "side-by-side" | "switch" | "stop-first";

export interface Rollout {
  readonly rung: Rung;
  /** Why not one that disturbs less, in words; absent where there is nothing to say. */
  readonly reason?: string;
}

/** A container that is left as it is for now, because its wanted revision failed not long ago. */
export interface HeldBack {
  readonly target: Target;
  readonly failed: FailedRevision;
  /** When it is tried again, by the engine's clock. */
  readonly untilSeconds: number;
}

/**
 * What to do and why, as plain JSON. Secret values are not in it: `apply` finds them beside it
 * (see `secretsOf`), and `JSON.stringify` leaves them out.
 */
export interface Plan {
  readonly version: 1;
  readonly owners: readonly Owner[];
  readonly changes: readonly Change[];
  /** Every action after all it depends on; ties by id. */
  readonly actions: readonly Action[];
  /** Wanted, and already as wanted. */
  readonly unchanged: readonly Target[];
  readonly heldBack: readonly HeldBack[];
  /** Of what is left as it is, or only changed in place: what does not work. */
  readonly troubled: readonly Trouble[];
  /** By group. */
  readonly outcomes: Readonly<Record<string, GroupOutcome>>;
  readonly notices: readonly Notice[];
  /** What the plan was made from, by subject: `container web` -> `4f2a… running`. `apply` of a saved plan compares. */
  readonly facts: Readonly<Record<string, string>>;
}

/**
 * What is done, in this order, when a group has not succeeded and what was done of it is taken back. An action that
 * depends on another one of these, on an undo action of the group, or on an action of the plan is left out when that one
 * did not succeed.
 */
export interface GroupOutcome {
  /**
   * When one of its actions failed. What is to be noted of a revision is noted only when an action on its own container
   * failed, unless it `isShared`: what was taken back because of others is not at fault.
   */
  readonly onFailed: readonly Action[];
  /** Also when it was never begun, but for an apply that is aborted before it began anything of the group. */
  readonly onUnsuccessful: readonly Action[];
}

export interface PlanOptions {
  /** Replace containers that belong to another owner when their name is wanted. Default `false`. */
  readonly takeOver?: boolean;
  /** Everything is made ready, then everything is switched; a failure takes everything back. Default `false`. */
  readonly atomic?: boolean;
  /** What somebody changed by hand is put right (`repair`, default) or only reported. */
  readonly onDrift?: "repair" | "report";
  /**
   * Main containers that are created or started have to become ready, or to stay up for `minReadySeconds`; all wait side
   * by side. `false`: those that replace nothing are not waited for; `probed`: only those that have a probe or
   * `minReadySeconds`, as in a watch. Default `true`.
   */
  readonly wait?: boolean | "probed";
  /** Try revisions that failed not long ago at once. Default `false`. */
  readonly retryFailed?: boolean;
  /** Do what a guard would refuse: remove more than half of what an owner runs, … Default `false`. */
  readonly allowDestroy?: boolean;
  /** {@link DesiredState.imageRetention} for owners whose manifest says nothing. Default {@link defaultImageRetention}. */
  readonly imageRetention?: number;
}
