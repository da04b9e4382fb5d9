import { addToList } from "../../desired/add-to-list.ts";
import type { ContainerSpec, DesiredState, Notice } from "../../desired/desired-state.ts";
import type { EngineFacts, ObservedContainer, ObservedNetwork } from "../../observed/observed-state.ts";
import type { NetworksPart } from "../resources/plan-networks.ts";
import type { FieldChange } from "../steps/cause.ts";

/** Where a port stands in a change. */
export const portsPath = "ports.";

const none: readonly never[] = [];

/**
 * Ports that a running container should hold, and does not: an engine that could not claim one when a network was
 * joined goes on without it. Told only where they can be had for certain: else it would be tried at every apply.
 */
export function lostPorts(
  current: ObservedContainer,
  spec: ContainerSpec,
  { onEngine }: NetworksPart,
): readonly (FieldChange & { readonly isWanted: false })[] {
  if (spec.ports.length === 0 || current.publishedPorts.length > 0 || current.state !== "running")
    return none;
  const joined = current.networks.map(({ networkId }) => onEngine.find(({ id }) => id === networkId));
  if (!joined.every((n) => n?.hostPorts === "published" || n?.hostPorts === "internal")) return none;
  if (!joined.some((n) => n?.hostPorts === "published" && spec.networks.includes(n.name))) return none;
  return spec.ports.map(({ containerPort, protocol, hostPort }) => ({
    path: `${portsPath}${containerPort}/${protocol}`,
    from: "not published",
    to: String(hostPort),
    isWanted: false,
  }));
}

/** Says which containers go without the host ports that they are to have, as no network of theirs publishes any. */
export function unpublishedPorts(
  { containers }: DesiredState,
  networksPart: NetworksPart,
  engine: EngineFacts,
): readonly Notice[] {
  const withoutPorts = new Map<string, string[]>();
  for (const spec of containers) {
    if (spec.ports.length === 0 || publishesPorts(spec, networksPart, engine)) continue;
    addToList(withoutPorts, [...spec.networks].sort().join(", "), spec.name);
  }
  return [...withoutPorts].map(([networks, names]) => {
    const publish = networks.includes(", ")
      ? `networks ${networks} publish`
      : `network ${networks} publishes`;
    return { message: `host ports of ${names.join(", ")} are left out: ${publish} none` };
  });
}

/**
 * Whether a container has its host ports, as far as is known: whether any of its networks publishes them. On the host's
 * network it has them by itself.
 */
export function publishesPorts(
  { networks, hostNetwork }: Pick<ContainerSpec, "networks" | "hostNetwork">,
  { existing }: NetworksPart,
  { claimsPortsAtStart }: EngineFacts,
): boolean {
  if (hostNetwork === true) return true;
  return claimsPortsAtStart === true || networks.some((network) => !isWithoutPorts(existing.get(network)));
}

function isWithoutPorts(network: ObservedNetwork | undefined): boolean {
  return network?.hostPorts === "internal" || network?.hostPorts === "ignored";
}
