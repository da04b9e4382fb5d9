import { parkName } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { refOf } from "../containers/container-actions.ts";
import type { ContainerChange } from "../containers/container-change.ts";
import type { Action } from "../steps/action.ts";
import { createNetwork, removeNetwork, switchContainer, ungrouped } from "../steps/make-action.ts";

/**
 * Gives a running container the host ports that it should hold and does not, without a restart: when somebody else has
 * them, it goes on as it is. By way of a park, as in a switch.
 */
export function claimPorts(
  change: ContainerChange,
  current: ObservedContainer,
  dependsOn: readonly string[],
): readonly Action[] {
  const base = ungrouped(change);
  const park = parkName(change.spec.name);
  const beside = current.networks.map((n) => n.network).sort();
  const create = createNetwork(base, {
    of: park,
    dependsOn,
    network: { name: park, external: false, park: { owner: change.spec.owner, beside } },
  });
  const claim = switchContainer(base, {
    suffix: ":back",
    dependsOn: [create.id],
    container: refOf(current),
    park,
  });
  const clear = removeNetwork(base, { of: park, dependsOn: [claim.id], networkId: park, isPark: true });
  return [create, claim, clear];
}
