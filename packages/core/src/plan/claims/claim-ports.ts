import { parkName } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { containerActionId } from "../containers/container-actions.ts";
import type { ContainerChange } from "../containers/container-change.ts";
import { createNetworkId } from "../resources/plan-networks.ts";
import type { Action } from "../steps/action.ts";

/**
 * Gives a running container the host ports that it should hold and does not, without a restart: when somebody else has
 * them, it goes on as it is. By way of a park, as in a switch.
 */
export function claimPorts(
  { spec, target, cause }: ContainerChange,
  { name, id, networks }: ObservedContainer,
  dependsOn: readonly string[],
): readonly Action[] {
  const base = { target, cause };
  const park = parkName(spec.name);
  const create: Action = {
    ...base,
    id: createNetworkId(park),
    type: "network.create",
    dependsOn,
    network: {
      name: park,
      external: false,
      park: { owner: spec.owner, beside: networks.map((n) => n.network).sort() },
    },
  };
  const claim: Action = {
    ...base,
    id: containerActionId.unpark(spec.name),
    type: "container.switch",
    dependsOn: [create.id],
    container: { name, id },
    park,
  };
  const clear: Action = {
    ...base,
    id: `network.remove/${park}`,
    type: "network.remove",
    dependsOn: [claim.id],
    networkId: park,
    isPark: true,
  };
  return [create, claim, clear];
}
