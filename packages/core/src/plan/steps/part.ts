import type { Notice } from "../../desired/desired-state.ts";
import type { Diagnostic } from "../../errors.ts";
import type { Trouble } from "../compare/trouble.ts";
import type { Change, HeldBack } from "../plan-types.ts";
import type { Action, Target } from "./action.ts";

/** What one planner adds to a plan. */
export interface PlanPart {
  readonly actions: Action[];
  readonly changes: Change[];
  readonly unchanged: Target[];
  readonly notices: Notice[];
  readonly heldBack: HeldBack[];
  readonly troubled: Trouble[];
  /** See `Plan.onFailure`. */
  readonly onFailure: Record<string, readonly Action[]>;
  /** What stops the whole plan before any change. */
  readonly problems: Diagnostic[];
}

export function emptyPart(): PlanPart {
  return {
    actions: [],
    changes: [],
    unchanged: [],
    heldBack: [],
    troubled: [],
    onFailure: {},
    notices: [],
    problems: [],
  };
}

/** Adds actions, and the change that they bring about together. */
export function addChange(
  part: PlanPart,
  change: Omit<Change, "actionIds">,
  actions: readonly Action[],
): void {
  part.actions.push(...actions);
  part.changes.push({ ...change, actionIds: actions.map((a) => a.id) });
}
