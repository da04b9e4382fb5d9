import { parkName } from "../../observed/container-names.ts";
import { refOf } from "../containers/container-actions.ts";
import { isRestarted } from "../containers/restart-policy.ts";
import { promoteRestart } from "../replace/replace-policy.ts";
import { candidateOf, type Replacement } from "../replace/replace-steps.ts";
import type { Action, CreateContainer, CreateNetwork } from "../steps/action.ts";
import { createNetwork, removeNetwork, switchContainer, ungrouped } from "../steps/make-action.ts";

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
  const beside = new Set([...spec.networks, ...r.old.networks.map((n) => n.network)]);
  beside.delete(name);
  const undo = removeNetwork(ungrouped(r.change), {
    of: name,
    suffix: ":undo",
    networkId: name,
    isPark: true,
  });
  return {
    name,
    create: createNetwork(r.change, {
      of: name,
      network: { name, external: false, park: { owner: spec.owner, beside: [...beside].sort() } },
      undo: [undo],
    }),
    fields: { park: name, ...(setsRestartPolicy && isRestarted(spec) ? { noRestart: true } : {}) },
  };
}

/** @returns one after the other; the last one's id is what completes it */
export function passPorts(
  r: Replacement,
  { name: park, fields }: Parking,
  dependsOn: readonly string[],
): readonly Action[] {
  const [old, candidate] = [refOf(r.old), candidateOf(r)];
  const undo = switchContainer(ungrouped(r.change), {
    suffix: ":undo",
    container: old,
    from: candidate,
    park,
  });
  const pass = switchContainer(r.change, { dependsOn, container: candidate, from: old, park, undo: [undo] });
  return fields.noRestart === true ? [pass, promoteRestart(r, [pass.id], [])] : [pass];
}

export function removePark(r: Replacement, { name }: Parking, dependsOn: readonly string[]): Action {
  return removeNetwork(ungrouped(r.change), { of: name, dependsOn, networkId: name, isPark: true });
}
