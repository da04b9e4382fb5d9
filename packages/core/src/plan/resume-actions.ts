import { candidateSuffix } from "../observed/container-names.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef } from "./action.ts";
import { type ContainerChange, groupOf, undoBase } from "./container-actions.ts";
import { readyCondition, waitAction } from "./ready-wait.ts";

/**
 * Takes a replacement up again that was cut off when the new container had its name, and nobody knows whether it was
 * ready: it is waited for before the old one goes, and the old one is put back when it fails.
 */
export function resumeActions(
  change: ContainerChange,
  current: ObservedContainer,
  retired: ObservedContainer,
): { readonly actions: readonly Action[]; readonly onFailure: readonly Action[] } {
  const { spec } = change;
  const container: ContainerRef = { name: current.name, id: current.id };
  const old: ContainerRef = { name: retired.name, id: retired.id };
  const wait = waitAction(change, readyCondition(spec), {
    container,
    dependsOn: [],
    suffix: ":resume",
    group: groupOf(spec),
  });
  const base = (what: string) => undoBase(change, `${what}/${spec.name}:back`);
  return {
    actions: [wait],
    onFailure: [
      { ...base("container.stop"), type: "container.stop", container },
      {
        ...base("container.rename"),
        type: "container.rename",
        container,
        to: spec.name + candidateSuffix,
      },
      {
        ...undoBase(change, `container.rename/${spec.name}:retired:back`),
        type: "container.rename",
        container: old,
        to: spec.name,
      },
      ...spec.networks.map(
        (network): Action => ({
          ...undoBase(change, `container.connect/${spec.name}:${network}:back`),
          type: "container.connect",
          container: old,
          network,
        }),
      ),
      { ...base("container.start"), type: "container.start", container: old },
    ],
  };
}
