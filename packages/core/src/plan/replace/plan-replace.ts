import type { ObservedContainer } from "../../observed/observed-state.ts";
import { isAsItShouldBe } from "../compare/compare-container.ts";
import { publishesPorts } from "../compare/lost-ports.ts";
import type { ContainerChange } from "../containers/container-change.ts";
import { addContainerChange, type Step } from "../containers/container-step.ts";
import type { Turn } from "../containers/decision.ts";
import { noteFailure, noteSuccess } from "../containers/revision.ts";
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
  const facts = input.forReplace();
  const rollout = chooseRollout(spec, old, {
    passedPort: facts.passedPorts.get(spec.name),
    cannotPark: whyNotPark(input.observed.engine),
    publishesPorts: publishesPorts(spec, step.networks, input.observed.engine),
  });
  const actions = addContainerChange(part, step, turn, { kind: "replace", cause, rollout }, (change) => {
    const before = first(change);
    const isOldWanted = !isAsItShouldBe(old, spec);
    const r = replacement(change, old, { isOldWanted, taken: facts.takenNames });
    if (rollout.rung === "stop-first") addOutcome(part, turn.group, { onUnsuccessful: startOldOtherwise(r) });
    return [...before, ...behind(idsOf(before), actionsOf(rollout.rung, r))];
  });
  if (actions.length === 0) return [];
  addOutcome(part, turn.group, { onFailed: [noteFailure(step, cause)] });
  const own = actions.filter((a) => a.group !== undefined);
  const ready = idsOf(own.filter((a) => a.type === "container.wait"));
  part.actions.push(...noteSuccess(step, cause, ready));
  // The next in order need not wait until the old one has gone.
  const named = own.filter((a) => a.type === "container.rename" && a.to === spec.name);
  return [...ready, ...idsOf(named)];
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
