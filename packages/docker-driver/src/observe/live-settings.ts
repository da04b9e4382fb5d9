import { type ContainerSpec, type LiveDifference, type ObservedContainer, ownerKey } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { type InspectAnswer, type Inspected, inspectedOne, settingsByName } from "./inspected-settings.ts";
import { liveDifferences, updatablePaths } from "./live-differences.ts";

/** Podman 4.3 has no such call behind its Docker-compatible socket. */
export function updatablePathsOf({ isPodman }: EngineClient): readonly string[] {
  return isPodman ? [] : updatablePaths;
}

/** Begins to look at the settings of those that are wanted. The list does not tell them, so it is a call for each. */
export async function askSettings(
  wanted: readonly ContainerSpec[],
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<Inspected> {
  return updatablePathsOf(client).length === 0 ? new Map() : settingsByName(wanted, client, signal);
}

/**
 * Adds how those that are wanted and up differ from what is wanted. One that was removed since it was listed stays as
 * it was listed.
 * @param known what is known of them already; the others are asked for
 */
export async function withLiveDifferences(
  containers: readonly ObservedContainer[],
  wanted: readonly ContainerSpec[],
  known: Inspected,
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedContainer[]> {
  if (updatablePathsOf(client).length === 0) return containers;
  const specs = new Map(wanted.map((spec) => [keyOf(spec.owner, spec.name), spec]));
  const specOf = (container: ObservedContainer) =>
    isUp(container) ? specs.get(specKey(container)) : undefined;
  const ids = containers
    .filter((container) => !known.has(container.id) && specOf(container) !== undefined)
    .map(({ id }) => id);
  const inspected = await client.getMany<InspectAnswer>(
    ids.map((id) => `/containers/${id}/json`),
    { signal },
  );
  const others = new Map(ids.map((id, index) => [id, inspectedOne(inspected[index] ?? {})]));
  const capabilities = lazyCapabilities(client, signal);
  return Promise.all(
    containers.map(async (container) => {
      const spec = specOf(container);
      const live = known.get(container.id) ?? others.get(container.id);
      if (spec === undefined || live === undefined) return container;
      const found = liveDifferences(spec, live.settings);
      return { ...container, ...live.run, liveDifferences: await withoutImpossible(found, capabilities) };
    }),
  );
}

/** What `GET /info` says of the host's cgroups. Absent = not told. */
interface Capabilities {
  readonly MemoryLimit?: boolean;
  readonly CpuCfsQuota?: boolean;
  readonly CPUShares?: boolean;
}

const neededFor: Readonly<Record<string, keyof Capabilities>> = {
  "resources.memoryLimitBytes": "MemoryLimit",
  "resources.memoryRequestBytes": "MemoryLimit",
  "resources.cpuLimitMilli": "CpuCfsQuota",
  "resources.cpuRequestMilli": "CPUShares",
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

function specKey({ ownership, specName }: ObservedContainer): string {
  return ownership.kind === "owned" && specName !== undefined ? keyOf(ownership.owner, specName) : "";
}

function keyOf(owner: ContainerSpec["owner"], name: string): string {
  return `${ownerKey(owner)} ${name}`;
}
