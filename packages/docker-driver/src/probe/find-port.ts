import type { EngineClient } from "../engine/engine-client.ts";
import { type Endpoint, type LocalAddress, localAddresses, reachableAddress } from "./reachable.ts";

/** `GET /containers/{id}/json`, as far as finding a port reads it. */
export interface Addressed {
  readonly HostConfig: { readonly NetworkMode?: string };
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, Endpoint>> | null;
    readonly Ports?: Readonly<Record<string, readonly HostBinding[] | null>> | null;
  };
}

interface HostBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** Where a port of a container can be asked from here. */
export type PortPlace =
  /** Itself. */
  | { readonly kind: "direct"; readonly host: string; readonly port: number }
  /** By its host port: what answers may be the engine's proxy. */
  | { readonly kind: "published"; readonly host: string; readonly port: number }
  | { readonly kind: "unknown"; readonly reason: string };

/**
 * The container's own address where this machine is on one of its networks; else a host port that leads to the port.
 * @param here addresses of this machine; replaced in tests
 */
export async function findPort(
  client: EngineClient,
  id: string,
  port: number,
  signal: AbortSignal,
  here: readonly LocalAddress[] = localAddresses(),
): Promise<PortPlace> {
  const { HostConfig, NetworkSettings } = await client.get<Addressed>(`/containers/${id}/json`, { signal });
  const engineHost = hostOf(client);
  const [, sandboxId] = /^container:(.+)$/.exec(HostConfig.NetworkMode ?? "") ?? [];
  if (sandboxId !== undefined) return findPort(client, sandboxId, port, signal, here);
  if (HostConfig.NetworkMode === "host") return { kind: "direct", host: engineHost, port };
  const driverOf = async (network: string) =>
    (await client.get<{ readonly Driver: string }>(`/networks/${network}`, { signal })).Driver;
  const own = sharesNetworks(client)
    ? await reachableAddress(Object.values(NetworkSettings.Networks ?? {}), here, driverOf)
    : undefined;
  if (own !== undefined) return { kind: "direct", host: own, port };
  for (const { HostIp, HostPort } of NetworkSettings.Ports?.[`${port}/tcp`] ?? []) {
    // On a routed network Docker 28 lists a binding without a host port.
    if (HostPort === "") continue;
    const host = isEveryAddress(HostIp) ? engineHost : HostIp;
    if (isLoopback(host) && !isLoopback(engineHost)) continue;
    return { kind: "published", host, port: Number(HostPort) };
  }
  return {
    kind: "unknown",
    reason: `this machine is on none of its networks, and port ${port} is not published on the host`,
  };
}

/** An engine of one user, or in a virtual machine, has its networks to itself, and they may look like the host's. */
function sharesNetworks({ endpoint: { endpoint } }: EngineClient): boolean {
  return (
    endpoint.kind === "unix" &&
    !/^\/run\/user\/|\/\.(docker|colima|rd|orbstack|lima)\//.test(endpoint.socketPath)
  );
}

function hostOf({ endpoint: { endpoint } }: EngineClient): string {
  return endpoint.kind === "unix" ? "127.0.0.1" : endpoint.host;
}

function isEveryAddress(ip: string): boolean {
  return ip === "" || ip === "0.0.0.0" || ip === "::";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
