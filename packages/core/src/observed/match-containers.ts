import type { ContainerSpec, Owner } from "../desired/desired-state.ts";
import { ownerKey } from "../desired/desired-state.ts";
import type { ObservedContainer } from "./observed-state.ts";

/** A container that is being put in another's place has this name until the old one has gone. */
export const candidateSuffix = ".hashike-new";
/** The old one has this name until the new one has started. */
export const retiredSuffix = ".hashike-old";

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
 * Of several, the one that carries the wanted name stands for the spec; failing that, the retired one, which was
 * serving until an apply was interrupted. A candidate never does: nobody knows how far it got.
 */
export function matchContainers(
  specs: readonly ContainerSpec[],
  owners: readonly Owner[],
  observed: readonly ObservedContainer[],
): MatchedContainers {
  const wanted = new Map(specs.map((spec) => [specKey(spec.owner, spec.name), spec]));
  const applied = new Set(owners.map(ownerKey));
  const own = observed.filter(
    (c) => c.ownership.kind === "owned" && applied.has(ownerKey(c.ownership.owner)),
  );

  const candidates = new Map<string, ObservedContainer[]>();
  const orphans: ObservedContainer[] = [];
  const leftovers: ObservedContainer[] = [];
  for (const container of [...own].sort(byNameThenId)) {
    if (container.ownership.kind !== "owned") continue;
    if (container.role === "helper") {
      leftovers.push(container);
      continue;
    }
    const spec = wanted.get(specKey(container.ownership.owner, container.specName ?? container.name));
    if (spec === undefined) orphans.push(container);
    else candidates.set(spec.name, [...(candidates.get(spec.name) ?? []), container]);
  }

  const current = new Map<string, ObservedContainer>();
  for (const [name, containers] of candidates) {
    const chosen =
      containers.find((c) => c.name === name) ?? containers.find((c) => c.name === name + retiredSuffix);
    if (chosen !== undefined) current.set(name, chosen);
    leftovers.push(...containers.filter((c) => c !== chosen));
  }
  return { current, orphans, leftovers: leftovers.sort(byNameThenId) };
}

function specKey(owner: Owner, name: string): string {
  return `${ownerKey(owner)} ${name}`;
}

function byNameThenId(a: ObservedContainer, b: ObservedContainer): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
