import { BlockList, isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";

/** One network that a container is on, as `GET /containers/{id}/json` tells. */
export interface Endpoint {
  readonly NetworkID: string;
  readonly IPAddress: string;
  readonly Gateway: string;
  readonly GlobalIPv6Address: string;
}

export interface LocalAddress {
  readonly address: string;
  /** `172.18.0.1/16`; `null` when the system does not tell. */
  readonly cidr: string | null;
}

export function localAddresses(): readonly LocalAddress[] {
  return Object.values(networkInterfaces()).flatMap((list) => list ?? []);
}

/**
 * An address of a container that this machine is connected to: it has the bridge of that network (the engine's host),
 * or an address on it (a container beside that one). Everything else, as Docker Desktop's virtual machine or an
 * engine without root, has networks that lead nowhere from here.
 * @param driverOf which driver a network has; asked where addresses alone do not tell, as a macvlan network has those
 *   of the host's own, and yet cannot be reached from it
 */
export async function reachableAddress(
  endpoints: readonly Endpoint[],
  here: readonly LocalAddress[],
  driverOf: (networkId: string) => Promise<string>,
): Promise<string | undefined> {
  for (const { NetworkID, IPAddress, Gateway, GlobalIPv6Address } of endpoints) {
    const address = IPAddress || GlobalIPv6Address;
    if (address === "" || !here.some(({ cidr }) => cidr !== null && contains(cidr, address))) continue;
    if (here.some((local) => local.address === Gateway)) return address;
    if ((await driverOf(NetworkID)) === "bridge") return address;
  }
  return undefined;
}

function contains(cidr: string, address: string): boolean {
  const [network = "", prefix = ""] = cidr.split("/");
  const family = isIPv6(network) ? "ipv6" : "ipv4";
  if ((family === "ipv6") !== isIPv6(address)) return false;
  const subnet = new BlockList();
  subnet.addSubnet(network, Number(prefix), family);
  return subnet.check(address, family);
}
