import { addToList } from "../../desired/add-to-list.ts";
import type { PortSpec } from "../../desired/desired-state.ts";
import type { ObservedContainer, PublishedPort } from "../../observed/observed-state.ts";
import { decodeRecord, recordedPorts } from "../compare/record.ts";
import { isUp } from "../containers/container-actions.ts";

/**
 * The host ports that a container holds, or takes as soon as it is put back on its networks: an interrupted switch may
 * have left it without any.
 */
export function claimedPorts(container: ObservedContainer): readonly PublishedPort[] {
  const { publishedPorts, record, name, specName } = container;
  if (publishedPorts.length > 0 || !isUp(container) || name !== specName || record === undefined) {
    return publishedPorts;
  }
  return recordedPorts(decodeRecord(record));
}

/** Who holds which host port, or takes it again without being started. */
export type PortHolders = ReadonlyMap<string, readonly Holding[]>;

type HostPort = Pick<PortSpec, "hostIp" | "hostPort" | "protocol">;

interface Holding {
  readonly port: PublishedPort;
  readonly container: ObservedContainer;
}

/** @param portsOf the host ports that count as a container's */
export function holdersBy(
  containers: Iterable<ObservedContainer>,
  portsOf: (container: ObservedContainer) => readonly PublishedPort[],
): PortHolders {
  const holders = new Map<string, Holding[]>();
  for (const container of containers) {
    for (const port of portsOf(container)) addToList(holders, portKey(port), { port, container });
  }
  return holders;
}

/** Containers that hold one of the ports on an address that it needs, each once, with the port in question. */
export function conflictingHolders<Port extends HostPort>(
  holders: PortHolders,
  ports: readonly Port[],
): ReadonlyMap<ObservedContainer, Port> {
  const found = new Map<ObservedContainer, Port>();
  for (const port of ports) {
    for (const holding of holders.get(portKey(port)) ?? []) {
      if (addressesOverlap(port.hostIp, holding.port.hostIp)) found.set(holding.container, port);
    }
  }
  return found;
}

function portKey(port: { readonly hostPort: number; readonly protocol: string }): string {
  return `${port.protocol}/${port.hostPort}`;
}

/** Whether two containers cannot both have what they ask for. */
export function portsClash(a: HostPort, b: HostPort): boolean {
  return a.hostPort === b.hostPort && a.protocol === b.protocol && addressesOverlap(a.hostIp, b.hostIp);
}

/** Whether two host addresses cannot both be bound: equal, or one is every address. */
function addressesOverlap(a: string, b: string): boolean {
  return a === b || isEveryAddress(a) || isEveryAddress(b);
}

function isEveryAddress(address: string): boolean {
  return address === "" || address === "0.0.0.0" || address === "::";
}
