import { retiredSuffix } from "../observed/container-names.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef } from "./action.ts";
import type { Cause, FieldChange } from "./cause.ts";
import {
  isAsItShouldBe,
  type LiveChange,
  liveChanges,
  portsPath,
  replaceCause,
} from "./compare-container.ts";
import {
  type ContainerChange,
  containerActionId,
  createActions,
  groupOf,
  startActions,
  unpauseActions,
} from "./container-actions.ts";
import { decided, type Step } from "./container-step.ts";
import { formatCause } from "./format-cause.ts";
import { lostNetworks } from "./lost-networks.ts";
import type { PlanPart } from "./part.ts";
import { createNetworkId } from "./plan-networks.ts";
import { replaceContainer } from "./plan-replace.ts";
import type { Rung } from "./plan-types.ts";
import { preStopOf } from "./replace-steps.ts";
import { lostRestart, makeRestarted, recordedSettings, restartPolicyPath } from "./restart-policy.ts";
import { resumeActions } from "./resume-actions.ts";
import { findHeldBack, noteFailure, noteSuccess } from "./revision.ts";

/**
 * Creates, replaces or repairs a container that is to keep running: a main one or a sidecar.
 * @returns what the next in order waits for; `undefined` when nothing is to be done
 */
export function planLongRunning(part: PlanPart, step: Step): readonly string[] | undefined {
  if (!isThere(step)) {
    const cause: Cause = { kind: "missing" };
    if (isHeldBack(part, step)) return undefined;
    return remembered(part, step, cause, decided(part, step, { kind: "create", cause }, createActions));
  }
  const { current } = step;
  const restore = restoreName(step, current);
  const named = restore === undefined ? current : { ...current, name: step.spec.name };
  const cause = replaceCause(step);
  const live = liveChanges(step);
  const changes =
    restore === undefined
      ? live
      : [{ path: "name", from: current.name, to: step.spec.name, isWanted: false }, ...live];
  if (cause !== undefined) {
    const { networkNames } = step.input.forReplace();
    const lost = lostNetworks(current).filter((network) => networkNames.has(network));
    if (isLeftToItself(part, step, cause)) return undefined;
    if (isHeldBack(part, step)) return keepUp(part, step, named, restore, lost);
    return replaceContainer(part, step, { cause, old: named, lost, first: giveBack(named, restore, lost) });
  }
  const retired = retiredBy(step);
  if (changes.length === 0 && retired === undefined) {
    part.unchanged.push(step.target);
    return undefined;
  }
  const isCutOff = retired !== undefined || restore !== undefined;
  // A replacement that was cut off may have left it without its restart policy: no hand did that.
  const told = isCutOff ? changes.filter((c) => c.isWanted || c.path !== restartPolicyPath) : changes;
  const liveCause: Cause = told.length === 0 ? { kind: "leftover" } : causeOf(told);
  if (!isCutOff && isLeftToItself(part, step, liveCause)) return undefined;
  const rung = told.length === 0 ? undefined : rungOf(told);
  const actions = decided(
    part,
    step,
    { kind: "update", cause: liveCause, ...(rung === undefined ? {} : { rollout: { rung } }) },
    (change) => {
      const repair = withFirst(restore, repairActions(change, named, changes));
      if (retired === undefined) return repair;
      const resume = resumeActions(change, { current: named, retired, after: repair.map((a) => a.id) });
      part.onFailure[groupOf(step.spec)] = [...resume.onFailure, noteFailure(step, liveCause)];
      return [...repair, ...resume.actions];
    },
  );
  const last = lastOf(actions);
  if (retired !== undefined) {
    part.actions.push(...noteSuccess(step, liveCause, { suffix: "", dependsOn: last, isStagedReady: false }));
  }
  return last;
}

function isThere(step: Step): step is Step & { readonly current: ObservedContainer } {
  return step.current !== undefined;
}

/** Until the wanted revision is tried again, the one that is there is to serve. */
function keepUp(
  part: PlanPart,
  step: Step,
  current: ObservedContainer,
  restore: Action | undefined,
  lost: readonly string[],
): undefined {
  const isDown = !isAsItShouldBe(current, step.spec);
  const restart = isDown ? (recordedSettings(current) ?? step.spec) : lostRestart(current);
  if (restore === undefined && lost.length === 0 && !isDown && restart === undefined) return;
  const changes = [
    ...lost.map((network) => ({ path: `networks.${network}`, from: "disconnected", to: "connected" })),
    ...(isDown ? [{ path: "state", from: current.state, to: "running" }] : []),
  ];
  const cause: Cause = changes.length === 0 ? { kind: "leftover" } : { kind: "drift", changes };
  decided(part, step, { kind: "update", cause }, (change) => {
    const back = giveBack(current, restore, lost)(change);
    const before = [...back, ...(restart === undefined ? [] : makeRestarted(change, current, restart))];
    if (!isDown) return before;
    const goOn =
      current.state === "paused" ? unpauseActions(change, current) : [startAction(change, current)];
    return [...before, ...goOn.map((a) => ({ ...a, dependsOn: idsOf(before) }))];
  });
}

function startAction({ spec, target, cause }: ContainerChange, { name, id }: ObservedContainer): Action {
  return {
    id: containerActionId.start(spec.name),
    type: "container.start",
    target,
    cause,
    dependsOn: [],
    container: { name, id },
  };
}

/** What an apply was about to remove when it was cut off; so nobody knows whether its successor is a good one. */
function retiredBy({ spec, input }: Step): ObservedContainer | undefined {
  const retired = input.leftovers.get(spec.name + retiredSuffix);
  return retired?.specName === spec.name ? retired : undefined;
}

/** Adds what is to be remembered of a creation, whether it works or fails. */
function remembered(part: PlanPart, step: Step, cause: Cause, actions: readonly Action[]): readonly string[] {
  const last = lastOf(actions);
  part.onFailure[groupOf(step.spec)] = [noteFailure(step, cause)];
  part.actions.push(...noteSuccess(step, cause, { suffix: "", dependsOn: last, isStagedReady: false }));
  return last;
}

/** Whether it is not tried now, because it or what must run before it failed not long ago. Said in the plan. */
function isHeldBack(part: PlanPart, step: Step): boolean {
  const held = findHeldBack(step) ?? step.heldBackBy;
  if (held === undefined) return false;
  part.heldBack.push({ ...held, target: step.target });
  return true;
}

/** Whether it was changed by hand, and the user wants to be told only. */
function isLeftToItself(part: PlanPart, step: Step, cause: Cause): boolean {
  if (cause.kind !== "drift" || step.input.options.onDrift !== "report") return false;
  part.notices.push({ message: `container ${step.spec.name} is left as it is: ${formatCause(cause)}` });
  part.unchanged.push(step.target);
  return true;
}

function causeOf(changes: readonly LiveChange[]): Cause {
  const told = changes.map(({ isWanted: _isWanted, ...change }): FieldChange => change);
  return { kind: changes.some((c) => c.isWanted) ? "changed" : "drift", changes: told };
}

function rungOf(changes: readonly FieldChange[]): Rung | undefined {
  if (changes.some((c) => c.path === "state" || c.path === "name")) return undefined;
  if (changes.some((c) => c.path.startsWith(portsPath))) return "restart";
  return changes.some((c) => c.path.startsWith(networksPath)) ? "connect" : "update";
}

const networksPath = "networks.";

function lastOf(actions: readonly Action[]): readonly string[] {
  return actions.slice(-1).map((a) => a.id);
}

function repairActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
): readonly Action[] {
  const ref: ContainerRef = { name: current.name, id: current.id };
  const networks = networkActions(change, ref, changes);
  const isUpdated = changes.some(
    ({ path }) => !["state", "name"].includes(path) && !/^(?:networks|ports)\./.test(path),
  );
  const update: readonly Action[] = isUpdated ? [updateAction(change, ref)] : [];
  const before = [...networks, ...update];
  const isRestarted = changes.some((c) => c.path.startsWith(portsPath));
  if (isRestarted) return [...before, ...restartActions(change, current, idsOf(before))];
  if (!changes.some((c) => c.path === "state")) return before;
  if (current.state === "paused") return [...before, ...unpauseActions(change, current)];
  const restarted = makeRestarted(change, current, change.spec);
  const needs = [...idsOf([...before, ...restarted]), ...change.needs, ...change.after];
  return [...before, ...restarted, ...startActions(change, ref, needs, groupOf(change.spec))];
}

function restartActions(
  change: ContainerChange,
  current: ObservedContainer,
  dependsOn: readonly string[],
): readonly Action[] {
  const { spec, target, cause } = change;
  const ref: ContainerRef = { name: current.name, id: current.id };
  const stop: Action = {
    id: containerActionId.stop(spec.name),
    type: "container.stop",
    target,
    cause,
    dependsOn,
    container: ref,
    ...preStopOf(current),
  };
  return [stop, ...startActions(change, ref, [stop.id], groupOf(spec))];
}

function idsOf(actions: readonly Action[]): readonly string[] {
  return actions.map((a) => a.id);
}

/** Joins before it leaves, so that it is never without a network. */
function networkActions(
  change: ContainerChange,
  container: ContainerRef,
  changes: readonly FieldChange[],
): readonly Action[] {
  const { spec, target, cause, needs } = change;
  const to = (wanted: string) =>
    changes
      .filter((c) => c.path.startsWith(networksPath) && c.to === wanted)
      .map((c) => c.path.slice(networksPath.length));
  const joins = to("connected").map((network): Action => {
    const id = `container.connect/${spec.name}:${network}`;
    const dependsOn = needs.filter((need) => need === createNetworkId(network));
    return { id, type: "container.connect", target, cause, dependsOn, container, network };
  });
  const leaves = to("disconnected").map((network): Action => {
    const id = `container.disconnect/${spec.name}:${network}`;
    const dependsOn = joins.map((a) => a.id);
    return { id, type: "container.disconnect", target, cause, dependsOn, container, network };
  });
  return [...joins, ...leaves];
}

function updateAction({ spec, target, cause }: ContainerChange, container: ContainerRef): Action {
  const { resources, restartPolicy, role } = spec;
  return {
    id: `container.update/${spec.name}`,
    type: "container.update",
    target,
    cause,
    dependsOn: [],
    container,
    settings: { resources, restartPolicy, role },
  };
}

/** One that is to be replaced is to serve while its successor becomes ready: it is given back its name and networks. */
function giveBack(
  old: ObservedContainer,
  restore: Action | undefined,
  lost: readonly string[],
): (change: ContainerChange) => readonly Action[] {
  return ({ spec, target, cause }) =>
    withFirst(
      restore,
      lost.map((network) => ({
        id: `container.connect/${spec.name}:${network}:back`,
        type: "container.connect",
        target,
        cause,
        dependsOn: [],
        container: { name: old.name, id: old.id },
        network,
      })),
    );
}

/** A container that an interrupted replacement left under another name gets its own first. */
function restoreName({ spec, target }: Step, current: ObservedContainer): Action | undefined {
  if (current.name === spec.name) return undefined;
  return {
    id: `container.rename/${spec.name}:restore`,
    type: "container.rename",
    target,
    cause: { kind: "leftover" },
    dependsOn: [],
    container: { name: current.name, id: current.id },
    to: spec.name,
  };
}

function withFirst(first: Action | undefined, actions: readonly Action[]): readonly Action[] {
  if (first === undefined) return actions;
  return [first, ...actions.map((a) => ({ ...a, dependsOn: [...a.dependsOn, first.id] }))];
}
