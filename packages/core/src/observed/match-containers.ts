import { addToList } from "../desired/add-to-list.ts";
import type { ContainerSpec, Owner } from "../desired/desired-state.ts";
import { isSameOwner, ownerKey } from "../desired/desired-state.ts";
import { announcedName, retiredSuffix } from "./container-names.ts";
import type { ObservedContainer, ObservedNetwork } from "./observed-state.ts";

/** Desired and observed containers brought together. Every observed container of an applied owner is in one list. */
export interface MatchedContainers {
  /** The container that stands for a spec now, by the spec's name. */
  readonly current: ReadonlyMap<string, ObservedContainer>;
  /** Owned, and their spec is no longer wanted. Sorted by name. */
  readonly orphans: readonly ObservedContainer[];
  /** Owned, and not needed: candidates, retired ones and copies that an interrupted apply left. Sorted by name. */
  readonly leftovers: readonly ObservedContainer[];
}

/**
 * Pairs specs with containers by owner and the spec's name in their labels.
 * @param networks to tell staging networks, on which nobody serves
 */
export function matchContainers(
  specs: readonly ContainerSpec[],
  owners: readonly Owner[],
  observed: readonly ObservedContainer[],
  networks: readonly ObservedNetwork[],
): MatchedContainers {
  const staging = new Set(networks.filter((n) => n.isStaging).map((n) => n.name));
  const { candidates, orphans, leftovers } = sortOut(specs, owners, observed);
  const current = new Map<string, ObservedContainer>();
  for (const [name, containers] of candidates) {
    const chosen = chooseCurrent(name, containers, staging);
    if (chosen !== undefined) current.set(name, chosen);
    for (const container of containers) if (container !== chosen) leftovers.push(container);
  }
  return { current, orphans, leftovers: leftovers.sort(byNameThenId) };
}

/** Every container of the owners: one of those of a wanted spec, by the spec's name; not wanted; or a helper. */
function sortOut(
  specs: readonly ContainerSpec[],
  owners: readonly Owner[],
  observed: readonly ObservedContainer[],
) {
  const wanted = new Map(specs.map((spec) => [spec.name, spec]));
  const applied = new Set(owners.map(ownerKey));
  const candidates = new Map<string, ObservedContainer[]>();
  const orphans: ObservedContainer[] = [];
  const leftovers: ObservedContainer[] = [];
  for (const container of [...observed].sort(byNameThenId)) {
    if (container.ownership.kind !== "owned") continue;
    const { owner } = container.ownership;
    if (!applied.has(ownerKey(owner))) continue;
    if (container.role === "helper") {
      leftovers.push(container);
      continue;
    }
    const spec = wanted.get(container.specName ?? container.name);
    if (spec === undefined || !isSameOwner(spec.owner, owner)) orphans.push(container);
    else addToList(candidates, spec.name, container);
  }
  return { candidates, orphans, leftovers };
}

/**
 * Which of a spec's containers stands for it. One that serves does, the wanted name first; so what an interrupted
 * apply had switched already stays switched. Else the one of the wanted name, unless it is not up and there is a
 * retired one: that was about to be replaced, or put back, and is what to go back to. A candidate never does: nobody
 * knows how far it got.
 */
function chooseCurrent(
  name: string,
  containers: readonly ObservedContainer[],
  staging: ReadonlySet<string>,
): ObservedContainer | undefined {
  // Almost every one has a single container, which has its name.
  const [only] = containers;
  if (containers.length === 1 && only?.name === name) return only;
  const called = (wanted: string | undefined) => containers.filter((c) => c.name === wanted);
  const [settled, announced, retired] = [name, announcedName(name), name + retiredSuffix].map(called);
  const inOrder = [settled, announced, retired].flatMap((list) => list ?? []);
  const serving = inOrder.find((c) => serves(c, staging));
  if (serving !== undefined) return serving;
  return settled?.find(isUp) ?? retired?.at(0) ?? inOrder.at(0);
}

function serves(container: ObservedContainer, staging: ReadonlySet<string>): boolean {
  const runs = isUp(container) && container.state !== "paused";
  return runs && container.networks.some((n) => !staging.has(n.network));
}

function isUp({ state }: ObservedContainer): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

export function byNameThenId(a: ObservedContainer, b: ObservedContainer): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
