import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Reload } from "../compare/config-change.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { idsOf, lastOf, noteRevision, signalContainer, ungrouped } from "../steps/make-action.ts";
import { emptyPart, mergeParts, type PlanPart } from "../steps/part.ts";
import { isUp, restartActions } from "./container-actions.ts";
import { addContainerChange, type Step } from "./container-step.ts";
import type { Decision, Turn } from "./decision.ts";

/**
 * Lets a container that is there take over the files that changed, by a signal or a restart, and remembers that it did.
 * What starts it for another reason does it as well. One that is down and stays so has nothing to take them over with.
 * @param repair what else is to be done with it
 */
export function decideReload(step: StepOfOne, reload: Reload, repair: Decision): Decision {
  return {
    ...repair,
    isUndoable: repair.isUndoable || (isUp(step.current) && reload.by === "restart"),
    act: (part, turn) => actOn(part, step, turn, reload, repair),
  };
}

type StepOfOne = Step & { readonly current: ObservedContainer };

function actOn(
  part: PlanPart,
  step: StepOfOne,
  turn: Turn,
  reload: Reload,
  repair: Decision,
): readonly string[] {
  const { spec, current } = step;
  // By the name that it has when it was put right.
  const ref: ContainerRef = { name: spec.name, id: current.id };
  const repaired = emptyPart();
  const after = repair.act(repaired, turn);
  const cause: Cause = { kind: "config", files: reload.files };
  const isStarted = repaired.actions.some(({ type }) => type === "container.start");
  if (isStarted || !isUp(current)) {
    mergeParts(part, repaired);
    if (isStarted) part.actions.push(noteTaken(step, reload, cause, idsOf(repaired.actions)));
    return after;
  }
  mergeParts(part, { ...repaired, unchanged: [], troubled: [] });
  const rollout = { rung: reload.by === "signal" ? "update" : "restart" } as const;
  const actions = addContainerChange(part, step, turn, { kind: "update", cause, rollout }, (change) =>
    reload.by === "signal"
      ? [signalContainer(ungrouped(change), { dependsOn: after, container: ref, signal: reload.signal })]
      : restartActions(change, current, ref, [...after, ...change.after]),
  );
  const done = actions.find(({ type }) => type === "container.start" || type === "container.signal");
  if (done === undefined) return after;
  // Not after the wait: what it was given does not work then either when it is restarted every minute.
  part.actions.push(noteTaken(step, reload, cause, [done.id, ...idsOf(repaired.actions)]));
  return lastOf(actions);
}

function noteTaken(
  { spec, target, current }: StepOfOne,
  { now }: Reload,
  cause: Cause,
  dependsOn: readonly string[],
): Action {
  const taken = { containerId: current.id, files: now };
  const note = { owner: spec.owner, container: spec.name, taken };
  return noteRevision({ target, cause }, { suffix: ":taken", dependsOn, note });
}
