import type { ContainerSpec, Owner } from "../desired/desired-state.ts";
import { isSameOwner, ownerKey } from "../desired/desired-state.ts";
import { announcedName, candidateSuffix, retiredSuffix } from "./container-names.ts";
import type { ObservedContainer, ObservedNetwork } from "./observed-state.ts";

/** Desired and observed containers brought together. Every observed container of an applied owner is in one list. */
export interface MatchedContainers {
  /** The container that stands for a spec now, by the spec's name. */
  readonly current: ReadonlyMap<string, ObservedContainer>;
  /** Owned, and their spec is no longer wanted. Sorted by name. */
  readonly orphans: readonly ObservedContainer[];
  /**
   * Owned, and not needed: candidates, retired ones and copies that an interrupted apply left, and what the engine has
   * begun to remove. Sorted by name.
   */
  readonly leftovers: readonly ObservedContainer[];
}

/**
 * Pairs specs with containers by owner and the spec's name in their labels.
 * @param networks to tell parks, on which nobody serves
 */
export function matchContainers(
  specs: readonly ContainerSpec[],
  owners: readonly Owner[],
  observed: readonly ObservedContainer[],
  networks: readonly ObservedNetwork[],
): MatchedContainers {
  const parks = new Set(networks.filter((n) => n.isPark).map((n) => n.name));
  const wanted = new Map(specs.map((spec): [string, Wanted] => [spec.name, { spec, candidates: undefined }]));
  const { orphans, leftovers } = sortOut(wanted, owners, observed);
  const current = new Map<string, ObservedContainer>();
  for (const { spec, candidates } of sandboxesFirst(wanted)) {
    if (candidates === undefined) continue;
    const own = ofSandbox(candidates, current.get(spec.pod?.sandbox ?? ""));
    const rivals = own.length === 0 ? candidates : own;
    const among =
      spec.role === "sandbox" ? sandboxesToGoOnWith(rivals, () => membersOf(spec, wanted)) : rivals;
    // The sandbox has taken its place: one that is up in it is ready, whatever it is called.
    const chosen = chooseCurrent(spec.name, among, parks) ?? own.find(isUp);
    if (chosen !== undefined) current.set(spec.name, chosen);
    for (const container of candidates) if (container !== chosen) leftovers.push(container);
  }
  return { current, orphans: orphans.sort(byNameThenId), leftovers: leftovers.sort(byNameThenId) };
}

interface Wanted {
  readonly spec: ContainerSpec;
  /** The containers that may stand for it. */
  candidates: ObservedContainer[] | undefined;
}

function sandboxesFirst(wanted: ReadonlyMap<string, Wanted>): readonly Wanted[] {
  const all = [...wanted.values()];
  if (all.every(({ spec }) => spec.pod === undefined)) return all;
  return [
    ...all.filter(({ spec }) => spec.pod === undefined),
    ...all.filter(({ spec }) => spec.pod !== undefined),
  ];
}

/** The containers of a pod's main ones and sidecars, each with all that may stand for it. */
function membersOf(
  { name }: ContainerSpec,
  wanted: ReadonlyMap<string, Wanted>,
): readonly (readonly ObservedContainer[])[] {
  return [...wanted.values()].flatMap(({ spec, candidates }) =>
    spec.pod?.sandbox === name && spec.role !== "init" && candidates !== undefined ? [candidates] : [],
  );
}

/**
 * Of several sandboxes that an interrupted apply left of one pod, those in which all of the pod is up: ports pass to a new
 * one only then. Where there is none, the first one is what to go back to.
 */
function sandboxesToGoOnWith(
  all: readonly ObservedContainer[],
  membersOfPod: () => readonly (readonly ObservedContainer[])[],
): readonly ObservedContainer[] {
  const sandboxes = all.filter(({ name }) => !name.endsWith(candidateSuffix));
  if (sandboxes.length < 2) return all;
  const members = membersOfPod();
  const whole = sandboxes.filter(({ id }) =>
    members.every((containers) => containers.some((c) => c.sandboxId === id && isUp(c))),
  );
  return whole.length > 0 ? whole : [...sandboxes].sort(byAge).slice(0, 1);
}

function byAge(a: ObservedContainer, b: ObservedContainer): number {
  return a.createdAtSeconds - b.createdAtSeconds || byNameThenId(a, b);
}

/** Those of a pod's own sandbox: the others are of one that an interrupted apply left. */
function ofSandbox(
  candidates: readonly ObservedContainer[],
  sandbox: ObservedContainer | undefined,
): readonly ObservedContainer[] {
  return sandbox === undefined ? [] : candidates.filter((c) => c.sandboxId === sandbox.id);
}

/** The engine has begun to remove it, and may not be able to. It never runs again, and nothing of it can be changed but its name. */
export function isGoing({ state }: Pick<ObservedContainer, "state">): boolean {
  return state === "removing" || state === "dead";
}

/** Every container of the owners: one of those of a wanted spec, which it gets; not wanted; or a helper. */
function sortOut(
  wanted: ReadonlyMap<string, Wanted>,
  owners: readonly Owner[],
  observed: readonly ObservedContainer[],
) {
  const isApplied = isOneOf(owners);
  const orphans: ObservedContainer[] = [];
  const leftovers: ObservedContainer[] = [];
  for (const container of observed) {
    if (container.ownership.kind !== "owned") continue;
    const { owner } = container.ownership;
    if (!isApplied(owner)) continue;
    if (container.role === "helper") {
      leftovers.push(container);
      continue;
    }
    const found = wanted.get(container.specName ?? container.name) ?? wanted.get(placeOf(container.name));
    if (found === undefined || !isSameOwner(found.spec.owner, owner)) orphans.push(container);
    else if (isGoing(container)) leftovers.push(container);
    else if (found.candidates === undefined) found.candidates = [container];
    else found.candidates.push(container);
  }
  return { orphans, leftovers };
}

/** Whose place it has, or had: one that was renamed in the manifest has its old name still in its labels. */
function placeOf(name: string): string {
  return name.endsWith(retiredSuffix) ? name.slice(0, -retiredSuffix.length) : name;
}

/** Whether an owner is one of some. Neighbours mostly share theirs: no key is made of it for each. */
function isOneOf(owners: readonly Owner[]): (owner: Owner) => boolean {
  const keys = new Set(owners.map(ownerKey));
  let last: Owner | undefined;
  let isLast = false;
  return (owner) => {
    if (last === undefined || !isSameOwner(last, owner)) {
      last = owner;
      isLast = keys.has(ownerKey(owner));
    }
    return isLast;
  };
}

/**
 * Which of a spec's containers stands for it. One that serves, with its host ports, does, the wanted name first; so what
 * an interrupted apply had switched already stays switched. Else the one of the wanted name, unless it is not up and there is a
 * retired one: that was about to be replaced, or put back, and is what to go back to. A candidate never does: nobody
 * knows how far it got.
 */
function chooseCurrent(
  name: string,
  candidates: readonly ObservedContainer[],
  parks: ReadonlySet<string>,
): ObservedContainer | undefined {
  // Almost every one has a single container, which has its name.
  if (candidates.length === 1 && candidates[0]?.name === name) return candidates[0];
  const containers = [...candidates].sort(byNameThenId);
  const called = (wanted: string | undefined) => containers.filter((c) => c.name === wanted);
  const [settled, announced, retired] = [name, announcedName(name), name + retiredSuffix].map(called);
  const inOrder = [settled, announced, retired].flatMap((list) => list ?? []);
  // The switch was made: the one of the wanted name has given its host ports up, and the announced one has them.
  const [holder, takenOver] = [settled, announced].map((list) => list?.find((c) => holdsPorts(c, parks)));
  if (holder === undefined && takenOver !== undefined) return takenOver;
  const serving = inOrder.find((c) => serves(c, parks));
  if (serving !== undefined) return serving;
  return settled?.find(isUp) ?? retired?.at(0) ?? inOrder.at(0);
}

function serves(container: ObservedContainer, parks: ReadonlySet<string>): boolean {
  const runs = isUp(container) && container.state !== "paused";
  return runs && container.networks.some((n) => !parks.has(n.network));
}

function holdsPorts(container: ObservedContainer, parks: ReadonlySet<string>): boolean {
  return serves(container, parks) && container.publishedPorts.length > 0;
}

function isUp({ state }: ObservedContainer): boolean {
  return state === "running" || state === "paused" || state === "restarting";
}

export function byNameThenId(a: ObservedContainer, b: ObservedContainer): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
