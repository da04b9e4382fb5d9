import { parkName } from "../../observed/container-names.ts";
import { containerActionId, undoBase } from "../containers/container-actions.ts";
import { isRestarted } from "../containers/restart-policy.ts";
import { promoteRestart } from "../replace/replace-policy.ts";
import { afterwards, candidateOf, oldOf, type Replacement, step } from "../replace/replace-steps.ts";
import { createNetworkId } from "../resources/plan-networks.ts";
import type { Action, CreateContainer, CreateNetwork } from "../steps/action.ts";

/** How a candidate starts while the old container has its host ports. */
export interface Parking {
  /** Of the park. */
  readonly name: string;
  readonly create: CreateNetwork;
  /**
   * The candidate is not started by the engine until it has its ports: an engine that comes back would start both, and
   * who comes first would have them.
   */
  readonly fields: Pick<CreateContainer, "park" | "noRestart">;
}

export function parkingOf(r: Replacement): Parking {
  const { spec, setsRestartPolicy } = r.change;
  const name = parkName(spec.name);
  const id = createNetworkId(name);
  const beside = new Set([...spec.networks, ...r.old.networks.map((n) => n.network)]);
  beside.delete(name);
  return {
    name,
    create: {
      ...step(r),
      id,
      type: "network.create",
      dependsOn: [],
      network: { name, external: false, park: { owner: spec.owner, beside: [...beside].sort() } },
      undo: [
        {
          ...undoBase(r.change, `network.remove/${name}:undo`),
          type: "network.remove",
          networkId: name,
          isPark: true,
        },
      ],
    },
    fields: { park: name, ...(setsRestartPolicy && isRestarted(spec) ? { noRestart: true } : {}) },
  };
}

/** @returns one after the other; the last one's id is what completes it */
export function passPorts(
  r: Replacement,
  { name: park, fields }: Parking,
  dependsOn: readonly string[],
): readonly Action[] {
  const id = containerActionId.switch(r.change.spec.name);
  const [old, candidate] = [oldOf(r), candidateOf(r)];
  const pass: Action = {
    ...step(r),
    id,
    type: "container.switch",
    dependsOn,
    container: candidate,
    from: old,
    park,
    undo: [
      {
        ...undoBase(r.change, `${id}:undo`),
        type: "container.switch",
        container: old,
        from: candidate,
        park,
      },
    ],
  };
  return fields.noRestart === true ? [pass, promoteRestart(r, [id], [])] : [pass];
}

export function removePark(r: Replacement, { name }: Parking, dependsOn: readonly string[]): Action {
  return {
    ...afterwards(r),
    id: `network.remove/${name}`,
    type: "network.remove",
    dependsOn,
    networkId: name,
    isPark: true,
  };
}
