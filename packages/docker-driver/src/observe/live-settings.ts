import { type ContainerSpec, type LiveDifference, type ObservedContainer, ownerKey } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { hasGrowingLog } from "./growing-log.ts";
import { type InspectAnswer, inspect, inspectsAtOnce, runOf } from "./inspect.ts";
import { liveDifferences, updatablePaths } from "./live-differences.ts";
import { mapBounded } from "./map-bounded.ts";

/** Podman 4.3 has no such call behind its Docker-compatible socket. */
export function updatablePathsOf({ isPodman }: EngineClient): readonly string[] {
  return isPodman ? [] : updatablePaths;
}

/**
 * Adds how those that are wanted and up differ from what is wanted, which the list does not tell: it is a call for each.
 * One that was removed since it was listed stays as it was listed.
 */
export async function withLiveDifferences(
  containers: readonly ObservedContainer[],
  wanted: readonly ContainerSpec[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedContainer[]> {
  if (updatablePathsOf(client).length === 0) return containers;
  const specs = new Map(wanted.map((spec) => [keyOf(spec.owner, spec.name), spec]));
  const specOf = (container: ObservedContainer) => {
    const spec = specs.get(specKey(container));
    return isUp(container) || (spec !== undefined && mayBeStoppedByHand(container, spec)) ? spec : undefined;
  };
  const capabilities = lazyCapabilities(client, signal);
  return mapBounded(containers, inspectsAtOnce, async (container) => {
    const spec = specOf(container);
    const { HostConfig, NetworkSettings, ...run } =
      spec === undefined ? {} : await inspect(client, container.id, signal);
    if (spec === undefined || HostConfig === undefined) return container;
    if (!isUp(container)) {
      const isStoppedByHand = HostConfig.RestartPolicy.Name === "unless-stopped" && !run.State?.Error;
      return isStoppedByHand ? { ...container, isStoppedByHand } : container;
    }
    const found = liveDifferences(spec, HostConfig);
    const networks =
      spec.attachments === undefined ? {} : { networks: withEndpoints(container.networks, NetworkSettings) };
    return {
      ...container,
      ...runOf(run),
      ...networks,
      ...(hasGrowingLog(HostConfig) ? { hasGrowingLog: true } : {}),
      liveDifferences: await withoutImpossible(found, capabilities),
    };
  });
}

/** How a container is on its networks, which the list does not tell. */
function withEndpoints(
  networks: ObservedContainer["networks"],
  settings: InspectAnswer["NetworkSettings"],
): ObservedContainer["networks"] {
  return networks.map((attachment) => {
    const { Aliases, IPAMConfig } = settings?.Networks?.[attachment.network] ?? {};
    const { IPv4Address, IPv6Address } = IPAMConfig ?? {};
    return {
      ...attachment,
      aliases: Aliases ?? [],
      ...(IPv4Address ? { ipv4Address: IPv4Address } : {}),
      ...(IPv6Address ? { ipv6Address: IPv6Address } : {}),
    };
  });
}

/** What `GET /info` says of the host's cgroups. Absent = not told. */
interface Capabilities {
  readonly MemoryLimit?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly CPUShares?: boolean;
  readonly CPUSet?: boolean;
  readonly PidsLimit?: boolean;
}

const neededFor: Readonly<Record<string, keyof Capabilities>> = {
  "resources.memoryLimitBytes": "MemoryLimit",
  "resources.memoryRequestBytes": "MemoryLimit",
  "resources.cpuLimitMilli": "CpuCfsQuota",
  "resources.cpuRequestMilli": "CPUShares",
  "resources.pidsLimit": "PidsLimit",
  "engineOptions.CpusetCpus": "CPUSet",
  "engineOptions.CpusetMems": "CPUSet",
};

/** A host without the cgroup drops a setting with a warning. To ask for it again at every apply would not help. */
async function withoutImpossible(
  differences: readonly LiveDifference[],
  capabilities: () => Promise<Capabilities>,
): Promise<readonly LiveDifference[]> {
  if (!differences.some(({ live }) => live === undefined)) return differences;
  const has = await capabilities();
  return differences.filter(({ path, live }) => {
    const needed = neededFor[path];
    return live !== undefined || needed === undefined || has[needed] !== false;
  });
}

function lazyCapabilities(
  client: EngineClient,
  signal: AbortSignal | undefined,
): () => Promise<Capabilities> {
  let asked: Promise<Capabilities> | undefined;
  return () => {
    asked ??= client.get<Capabilities>("/info", { signal });
    return asked;
  };
}

function isUp({ state }: ObservedContainer): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

/** One that Hashike itself stopped has another policy: see execute/calls/own-stop.ts. */
function mayBeStoppedByHand({ state }: ObservedContainer, { restartPolicy }: ContainerSpec): boolean {
  return state === "exited" && restartPolicy === "UnlessStopped";
}

function specKey({ ownership, specName }: ObservedContainer): string {
  return ownership.kind === "owned" && specName !== undefined ? keyOf(ownership.owner, specName) : "";
}

function keyOf(owner: ContainerSpec["owner"], name: string): string {
  return `${ownerKey(owner)} ${name}`;
}
