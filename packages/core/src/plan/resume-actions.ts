import { candidateSuffix } from "../observed/container-names.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef } from "./action.ts";
import { type ContainerChange, groupOf, undoBase } from "./container-actions.ts";
import { lostNetworks } from "./lost-networks.ts";
import { readyCondition, waitAction } from "./ready-wait.ts";

export interface Interrupted {
  /** The new one, under the name that it has once `after` is done. */
  readonly current: ObservedContainer;
  readonly retired: ObservedContainer;
  readonly after: readonly string[];
}

/**
 * Takes a replacement up again that was cut off when the new container had its name, and nobody knows whether it was
 * ready: it is waited for before the old one goes, and the old one is put back when it fails.
 */
export function resumeActions(
  change: ContainerChange,
  { current, retired, after }: Interrupted,
): { readonly actions: readonly Action[]; readonly onFailure: readonly Action[] } {
  const { spec } = change;
  const container: ContainerRef = { name: current.name, id: current.id };
  const old: ContainerRef = { name: retired.name, id: retired.id };
  const wait = waitAction(change, readyCondition(spec), {
    container,
    dependsOn: after,
    suffix: ":resume",
    group: groupOf(spec),
  });
  const base = (what: string, name = spec.name) => undoBase(change, `${what}/${name}:back`);
  const stop: Action = { ...base("container.stop"), type: "container.stop", container };
  const yieldName: Action = {
    ...base("container.rename"),
    // What cannot be stopped goes on serving, so it keeps its name.
    dependsOn: [stop.id],
    type: "container.rename",
    container,
    to: spec.name + candidateSuffix,
  };
  const takeName: Action = {
    ...base("container.rename", retired.name),
    dependsOn: [yieldName.id],
    type: "container.rename",
    container: old,
    to: spec.name,
  };
  const connects = lostNetworks(retired).map(
    (network): Action => ({
      ...base("container.connect", `${spec.name}:${network}`),
      dependsOn: [stop.id],
      type: "container.connect",
      container: old,
      network,
    }),
  );
  const start: Action = {
    ...base("container.start"),
    dependsOn: [stop.id],
    type: "container.start",
    container: old,
  };
  return { actions: [wait], onFailure: [stop, yieldName, takeName, ...connects, start] };
}
