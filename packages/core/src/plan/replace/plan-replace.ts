import type { ObservedContainer } from "../../observed/observed-state.ts";
import { isAsItShouldBe } from "../compare/compare-container.ts";
import { publishesPorts } from "../compare/lost-ports.ts";
import { isUp } from "../containers/container-actions.ts";
import type { ContainerChange } from "../containers/container-change.ts";
import { addContainerChange, type Step } from "../containers/container-step.ts";
import type { Turn } from "../containers/decision.ts";
import type { Rollout } from "../plan-types.ts";
import { noteFailure, noteSuccess } from "../revisions/revision.ts";
import type { Action } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { behind, idsOf } from "../steps/make-action.ts";
import { addOutcome, type PlanPart } from "../steps/part.ts";
import { sideBySideActions, switchActions } from "./replace-side-by-side.ts";
import { type Replacement, replacement } from "./replace-steps.ts";
import { startOldOtherwise, stopFirstActions } from "./replace-stop-first.ts";
import { chooseRollout, whyNotPark } from "./rollout.ts";

export interface ReplaceInput {
  readonly cause: Cause;
  /** Under the name that it has once `first` is done. */
  readonly old: ObservedContainer;
  /** What gives it back its name, networks and host ports. */
  readonly first: (change: ContainerChange) => readonly Action[];
}

/**
 * Puts a new container in the place of an old one.
 * @returns what the next in order waits for
 */
export function replaceContainer(
  part: PlanPart,
  step: Step,
  turn: Turn,
  { cause, old, first }: ReplaceInput,
): readonly string[] {
  const { spec, input } = step;
  const rollout = rolloutOf(step, old);
  const actions = addContainerChange(part, step, turn, { kind: "replace", cause, rollout }, (change) => {
    const before = first(change);
    const isOldWanted = !isAsItShouldBe(old, spec);
    const r = replacement(change, old, {
      isOldWanted,
      taken: input.forReplace().takenNames,
      sharedBy: rollout.rung === "stop-first" ? sharersOf(old, input) : [],
    });
    if (rollout.rung === "stop-first") addOutcome(part, turn.group, { onUnsuccessful: startOldOtherwise(r) });
    return [...before, ...behind(idsOf(before), actionsOf(rollout.rung, r))];
  });
  if (actions.length === 0) return [];
  addOutcome(part, turn.group, { onFailed: [noteFailure(step, cause)] });
  const own = actions.filter((a) => a.group !== undefined);
  const ready = idsOf(own.filter((a) => a.type === "container.wait"));
  part.actions.push(...noteSuccess(step, cause, ready));
  // Those that share it become ready beside the old ones as well, before anything is switched.
  if (spec.role === "sandbox") return idsOf(own.filter((a) => a.type === "container.start"));
  if (spec.pod !== undefined) return ready;
  // The next in order need not wait until the old one has gone.
  const named = own.filter((a) => a.type === "container.rename" && a.to === spec.name);
  return [...ready, ...idsOf(named)];
}

export function rolloutOf({ spec, input, networks }: Step, old: ObservedContainer): Rollout {
  return chooseRollout(spec, old, {
    passedPort: input.forReplace().passedPorts.get(spec.name),
    cannotPark: whyNotPark(input.observed.engine),
    publishesPorts: publishesPorts(spec, networks, input.observed.engine),
  });
}

/** Those that are up in a sandbox and stand for a wanted container. */
function sharersOf({ id }: ObservedContainer, { matched }: Step["input"]): readonly ObservedContainer[] {
  return [...matched.current.values()].filter((c) => c.sandboxId === id && isUp(c));
}

function actionsOf(rung: string, r: Replacement): readonly Action[] {
  switch (rung) {
    case "side-by-side":
      return sideBySideActions(r);
    case "switch":
      return switchActions(r);
    default:
      return stopFirstActions(r);
  }
}
