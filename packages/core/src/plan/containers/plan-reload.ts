import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Reload } from "../compare/config-change.ts";
import { preStopOf } from "../replace/replace-steps.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { emptyPart, type PlanPart } from "../steps/part.ts";
import { containerActionId, groupOf, isUp, startActions } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import { addContainerChange, type Step } from "./container-step.ts";

/**
 * Lets a container that is there take over the files that changed, by a signal or a restart, and remembers that it did.
 * What starts it for another reason does it as well. One that is down and stays so has nothing to take them over with.
 * @param repair what else is to be done with it
 * @returns what the next in order waits for; `undefined` when nothing is to be done
 */
export function planReload(
  part: PlanPart,
  step: Step & { readonly current: ObservedContainer },
  reload: Reload,
  repair: (part: PlanPart) => readonly string[] | undefined,
): readonly string[] | undefined {
  const { spec, current } = step;
  const repaired = emptyPart();
  const after = repair(repaired);
  const cause: Cause = { kind: "config", files: reload.files };
  const isStarted = repaired.actions.some(({ id }) => id === containerActionId.start(spec.name));
  if (isStarted || !isUp(current)) {
    merge(part, repaired);
    if (isStarted) part.actions.push(noteTaken(step, reload, cause, idsOf(repaired.actions)));
    return after;
  }
  merge(part, { ...repaired, unchanged: [], troubled: [] });
  const rollout = { rung: reload.by === "signal" ? "update" : "restart" } as const;
  const actions = addContainerChange(part, step, { kind: "update", cause, rollout }, (change) =>
    reload.by === "signal"
      ? [signalAction(change, current, reload.signal, after ?? [])]
      : restartActions(change, current, after ?? []),
  );
  const [first, second] = actions;
  const done = second ?? first;
  if (done === undefined) return after;
  // Not after the wait: what it was given does not work then either when it is restarted every minute.
  part.actions.push(noteTaken(step, reload, cause, [done.id, ...idsOf(repaired.actions)]));
  return actions.slice(-1).map(({ id }) => id);
}

function signalAction(
  change: ContainerChange,
  current: ObservedContainer,
  signal: string,
  dependsOn: readonly string[],
): Action {
  return {
    id: `container.signal/${change.spec.name}`,
    type: "container.signal",
    target: change.target,
    cause: change.cause,
    dependsOn,
    container: refOf(current, change),
    signal,
  };
}

/** @returns the stop and the start first */
function restartActions(
  change: ContainerChange,
  current: ObservedContainer,
  dependsOn: readonly string[],
): readonly Action[] {
  const container = refOf(current, change);
  const stop: Action = {
    id: containerActionId.stop(change.spec.name),
    type: "container.stop",
    target: change.target,
    cause: change.cause,
    dependsOn: [...dependsOn, ...change.after],
    container,
    ...preStopOf(current),
  };
  return [stop, ...startActions(change, container, [stop.id], groupOf(change.spec))];
}

/** By the name that it has when it was put right. */
function refOf({ id }: ObservedContainer, { spec }: ContainerChange): ContainerRef {
  return { name: spec.name, id };
}

function noteTaken(
  { spec, target, current }: Step & { readonly current: ObservedContainer },
  { now }: Reload,
  cause: Cause,
  dependsOn: readonly string[],
): Action {
  return {
    id: `revision.note/${spec.name}:taken`,
    type: "revision.note",
    target,
    cause,
    dependsOn,
    note: { owner: spec.owner, container: spec.name, taken: { containerId: current.id, files: now } },
  };
}

function merge(into: PlanPart, part: PlanPart): void {
  into.actions.push(...part.actions);
  into.changes.push(...part.changes);
  into.unchanged.push(...part.unchanged);
  into.notices.push(...part.notices);
  into.heldBack.push(...part.heldBack);
  into.troubled.push(...part.troubled);
  into.problems.push(...part.problems);
  Object.assign(into.onFailure, part.onFailure);
}

function idsOf(actions: readonly Action[]): readonly string[] {
  return actions.map(({ id }) => id);
}
