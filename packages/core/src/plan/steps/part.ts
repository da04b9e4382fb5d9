import type { Notice } from "../../desired/desired-state.ts";
import type { Diagnostic } from "../../errors.ts";
import type { Trouble } from "../compare/trouble.ts";
import type { Change, GroupOutcome, HeldBack, Plan } from "../plan-types.ts";
import type { Action, Target } from "./action.ts";

/** What one planner adds to a plan. */
export interface PlanPart {
  readonly actions: Action[];
  readonly changes: Change[];
  readonly unchanged: Target[];
  readonly notices: Notice[];
  readonly heldBack: HeldBack[];
  readonly troubled: Trouble[];
  /** See `Plan.outcomes`. */
  readonly outcomes: Record<string, { readonly onFailed: Action[]; readonly onUnsuccessful: Action[] }>;
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
    outcomes: {},
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

/** Adds to what is done when a group does not succeed. */
export function addOutcome(
  { outcomes }: Pick<PlanPart, "outcomes">,
  group: string,
  { onFailed = [], onUnsuccessful = [] }: Partial<GroupOutcome>,
): void {
  if (onFailed.length + onUnsuccessful.length === 0) return;
  const outcome = outcomes[group] ?? { onFailed: [], onUnsuccessful: [] };
  outcomes[group] = outcome;
  outcome.onFailed.push(...onFailed);
  outcome.onUnsuccessful.push(...onUnsuccessful);
}

export function mapOutcomes(
  outcomes: Plan["outcomes"],
  change: (outcome: GroupOutcome) => GroupOutcome,
): Plan["outcomes"] {
  return Object.fromEntries(Object.entries(outcomes).map(([group, outcome]) => [group, change(outcome)]));
}

/** @returns the first part, with all others put in */
export function mergeParts(into: PlanPart, ...parts: readonly Mergeable[]): PlanPart {
  for (const part of parts) {
    into.actions.push(...part.actions);
    into.changes.push(...part.changes);
    into.unchanged.push(...part.unchanged);
    into.notices.push(...part.notices);
    into.heldBack.push(...part.heldBack);
    into.troubled.push(...part.troubled);
    into.problems.push(...part.problems);
    for (const [group, outcome] of Object.entries(part.outcomes)) addOutcome(into, group, outcome);
  }
  return into;
}

type Mergeable = Omit<PlanPart, "actions" | "outcomes"> & Pick<Plan, "actions" | "outcomes">;
