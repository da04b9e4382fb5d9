import type { Notice, Owner } from "../desired/desired-state.ts";
import type { ImageTransfer } from "../observed/observed-state.ts";
import type { Action, Target } from "./action.ts";
import type { Cause } from "./cause.ts";

export type ChangeKind = "create" | "update" | "replace" | "remove";

/** What happens to one target, in the user's eyes; one or more actions bring it about. */
export interface Change {
  readonly kind: ChangeKind;
  readonly target: Target;
  readonly cause: Cause;
  readonly actionIds: readonly string[];
  /** Of an image whose source could tell. */
  readonly transfer?: ImageTransfer;
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
  readonly notices: readonly Notice[];
  /** What the plan was made from, by subject: `container web` -> `4f2a… running`. `apply` of a saved plan compares. */
  readonly facts: Readonly<Record<string, string>>;
}

export interface PlanOptions {
  /** Replace containers that belong to another owner when their name is wanted. Default `false`. */
  readonly takeOver?: boolean;
}
