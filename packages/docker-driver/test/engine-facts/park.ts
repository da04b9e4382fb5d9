import type { EngineClient } from "../../src/engine/engine-client.ts";
import type { OwnThings } from "../support/own-things.ts";

/** A network that is a container's gateway while it is joined, and publishes no ports. */
export interface Park {
  readonly name: string;
  /** How a container joins it. */
  readonly endpoint: Readonly<Record<string, unknown>>;
}

/** Engines from this API version on know routed networks and priorities among gateways. */
const withRouted = "1.48";

export async function makePark(client: EngineClient, own: OwnThings): Promise<Park> {
  const create = (name: string, more: object) =>
    client.post<{ Id: string }>("/networks/create", { body: { Name: own.name(name), ...more } });

  if (client.atLeast(withRouted)) {
    await create("park", { ...onSubnet("198.19.255.0/29"), Options: routed });
    return { name: own.name("park"), endpoint: { GwPriority: 100 } };
  }
  const { Id } = await create("anchor", { ...onSubnet("198.19.255.8/29"), Internal: true });
  const parent = `br-${Id.slice(0, 12)}`;
  await create("0-park", { ...onSubnet("198.19.255.0/29"), Driver: "macvlan", Options: { parent } });
  return { name: own.name("0-park"), endpoint: {} };
}

const onSubnet = (Subnet: string) => ({ IPAM: { Config: [{ Subnet }] } });

/**
 * The mode for IPv6 also where there is none: ports on `[::]` of the host would be bound otherwise. The bridge has no
 * address, so no connection can be made over it, even to the host; it would hang for ever when the container leaves.
 */
const routed = {
  "com.docker.network.bridge.gateway_mode_ipv4": "routed",
  "com.docker.network.bridge.gateway_mode_ipv6": "routed",
  "com.docker.network.bridge.inhibit_ipv4": "true",
};
