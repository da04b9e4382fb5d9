import type { ObservedContainer } from "../../observed/observed-state.ts";
import { claimPorts } from "../claims/claim-ports.ts";
import { portsPath } from "../compare/lost-ports.ts";
import type { Rung } from "../plan-types.ts";
import { preStopOf } from "../replace/replace-steps.ts";
import { createNetworkId } from "../resources/plan-networks.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import type { FieldChange } from "../steps/cause.ts";
import { containerActionId, groupOf, startActions, undoBase, unpauseActions } from "./container-actions.ts";
import type { ContainerChange } from "./container-change.ts";
import { putBack } from "./misplaced.ts";
import { makeRestarted } from "./restart-policy.ts";

const networksPath = "networks.";

/** How much the repair disturbs; `undefined` for a start or a rename, which have no rung. */
export function rungOf(
  changes: readonly FieldChange[],
  { canPark }: Pick<ContainerChange, "canPark">,
): Rung | undefined {
  const isAbout = (prefix: string) => changes.some((c) => c.path.startsWith(prefix));
  if (changes.some((c) => c.path === "state" || c.path === "name")) return undefined;
  if (isAbout(portsPath) && !canPark) return "restart";
  return isAbout(networksPath) || isAbout(portsPath) ? "connect" : "update";
}

/**
 * Puts a container right without making a new one.
 * @param parks those that it is on, which are among the changes
 */
export function repairActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
  parks: readonly string[],
): readonly Action[] {
  const ref: ContainerRef = { name: current.name, id: current.id };
  const networks = networkActions(change, current, changes, parks);
  const isUpdated = changes.some(
    ({ path }) => !["state", "name"].includes(path) && !/^(?:networks|ports)\./.test(path),
  );
  const update: readonly Action[] = isUpdated ? [updateAction(change, ref)] : [];
  const before = [...networks, ...update];
  if (changes.some((c) => c.path.startsWith(portsPath))) {
    const mend = change.canPark ? claimPorts : restartActions;
    return [...before, ...mend(change, current, idsOf(before))];
  }
  if (!changes.some((c) => c.path === "state")) return before;
  if (current.state === "paused") return [...before, ...unpauseActions(change, current)];
  const restarted = makeRestarted(change, current, change.spec);
  const needs = [...idsOf([...before, ...restarted]), ...change.needs, ...change.after];
  const starts = startActions(change, ref, needs, groupOf(change.spec));
  return [...before, ...restarted, ...starts.map((action) => withStartOnFailure(change, action))];
}

/** Before it is another one that may fail: that is no reason to leave down what was there before. */
function withStartOnFailure(change: ContainerChange, action: Action): Action {
  if (action.type !== "container.start" || change.after.length === 0) return action;
  const { name } = change.spec;
  const start: Action = {
    ...undoBase(change, `container.start/${name}:back`),
    type: "container.start",
    container: action.container,
  };
  return { ...action, otherwise: [start] };
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

export function idsOf(actions: readonly Action[]): readonly string[] {
  return actions.map((a) => a.id);
}

/** Joins before it leaves, so that it is never without a network; parks come last, as host ports hang on networks. */
function networkActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
  parks: readonly string[],
): readonly Action[] {
  const { spec, target, cause, needs } = change;
  const container: ContainerRef = { name: current.name, id: current.id };
  const to = (wanted: string) =>
    changes
      .filter((c) => c.path.startsWith(networksPath) && c.to === wanted)
      .map((c) => c.path.slice(networksPath.length));
  const joins = to("connected").map((network): Action => {
    const id = `container.connect/${spec.name}:${network}`;
    const dependsOn = needs.filter((need) => need === createNetworkId(network));
    return { id, type: "container.connect", target, cause, dependsOn, container, network };
  });
  const leaving = to("disconnected").filter((network) => !parks.includes(network));
  const leaves = leaving.map((network): Action => {
    const id = `container.disconnect/${spec.name}:${network}`;
    const dependsOn = joins.map((a) => a.id);
    return { id, type: "container.disconnect", target, cause, dependsOn, container, network };
  });
  const before = [...joins, ...leaves];
  const unpark = putBack(change, current, { lost: [], parks }, "");
  return [...before, ...unpark.map((a) => ({ ...a, dependsOn: [...a.dependsOn, ...idsOf(before)] }))];
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
