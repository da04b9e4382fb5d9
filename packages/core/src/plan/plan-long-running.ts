import { retiredSuffix } from "../observed/match-containers.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef } from "./action.ts";
import type { FieldChange } from "./cause.ts";
import { liveDrift, replaceCause } from "./compare-container.ts";
import { type ContainerChange, createActions, startActions, unpauseActions } from "./container-actions.ts";
import { decided, type Step } from "./container-step.ts";
import type { PlanPart } from "./part.ts";
import { createNetworkId } from "./plan-networks.ts";
import { replaceActions } from "./replace-actions.ts";

/**
 * Creates, replaces or repairs a container that is to keep running: a main one or a sidecar.
 * @returns what the next in order waits for; `undefined` when nothing is to be done
 */
export function planLongRunning(part: PlanPart, step: Step): readonly string[] | undefined {
  const { current, spec } = step;
  if (current === undefined) {
    return lastOf(decided(part, step, "create", { kind: "missing" }, createActions));
  }
  const comparison = { ...step, current };
  const restore = restoreName(step, current);
  const named = restore === undefined ? current : { ...current, name: spec.name };
  const cause = replaceCause(comparison);
  if (cause !== undefined) {
    const actions = decided(part, step, "replace", cause, (change) =>
      withFirst(restore, replaceActions(change, named)),
    );
    // The next in order need not wait until the old one has gone.
    return lastOf(actions.filter((a) => a.type !== "container.remove"));
  }
  const changes: readonly FieldChange[] = [
    ...(restore === undefined ? [] : [{ path: "name", from: current.name, to: spec.name }]),
    ...liveDrift(comparison),
  ];
  if (changes.length === 0) {
    part.unchanged.push(step.target);
    return undefined;
  }
  return lastOf(
    decided(part, step, "update", { kind: "drift", changes }, (change) =>
      withFirst(restore, repairActions(change, named, changes)),
    ),
  );
}

function lastOf(actions: readonly Action[]): readonly string[] {
  return actions.slice(-1).map((a) => a.id);
}

function repairActions(
  change: ContainerChange,
  current: ObservedContainer,
  changes: readonly FieldChange[],
): readonly Action[] {
  const ref: ContainerRef = { name: current.name, id: current.id };
  const connects = change.spec.networks
    .filter((network) => changes.some((c) => c.path === `networks.${network}`))
    .map(
      (network): Action => ({
        id: `container.connect/${change.spec.name}:${network}`,
        type: "container.connect",
        target: change.target,
        cause: change.cause,
        dependsOn: change.needs.filter((id) => id === createNetworkId(network)),
        container: ref,
        network,
      }),
    );
  const before = connects.map((c) => c.id);
  if (!changes.some((c) => c.path === "state")) return connects;
  if (current.state === "paused") return [...connects, ...unpauseActions(change, current)];
  return [...connects, ...startActions(change, ref, [...before, ...change.needs, ...change.after])];
}

/** A retired container that is all there is left of an interrupted replacement gets its name back first. */
function restoreName({ spec, target }: Step, current: ObservedContainer): Action | undefined {
  if (current.name !== spec.name + retiredSuffix) return undefined;
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
