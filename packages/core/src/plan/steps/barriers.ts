import { addToList } from "../../desired/add-to-list.ts";
import { groupBy } from "../../desired/group-by.ts";
import type { Action, ContainerRef } from "./action.ts";
import { idsOf, leavesOf, waitForContainer } from "./make-action.ts";
import { neededBy } from "./needed-by.ts";

/**
 * Puts barriers between the phases of a group of several containers: first everything is made ready as far as it can be
 * without disturbing what runs, then everything is switched; and nothing old goes before all of it has worked.
 */
export function withBarriers(actions: readonly Action[]): readonly Action[] {
  const groups = sharedGroups(actions);
  if (groups.size === 0) return actions;
  const followers = followersOf(actions, groups);
  const dependents = groupBy(actions, ({ dependsOn }) => dependsOn);
  const byId = new Map(actions.map((action) => [action.id, action]));
  const barriers: Action[] = [];
  const waitsFor = new Map<string, string[]>();
  const put = (suffix: string, before: readonly Action[], after: readonly Action[]) => {
    const { barrier, ids } = barrierBetween(suffix, before, after);
    barriers.push(...barrier);
    for (const { id } of after) addToList(waitsFor, id, ...ids);
  };
  for (const [group, members] of groups) {
    const { prepares, later } = phasesOf(members, dependents);
    // What comes later waits by way of the first that disturbs something.
    const first = members.filter((a) => later.has(a.id) && a.dependsOn.every((id) => !later.has(id)));
    put(":all-ready", prepares, first);
    // What comes after a group is about what has been replaced: it waits until there is no way back. What one of the group
    // waits for does not come after it: a container that another one starts after, and that has to be ready by then.
    const before = neededBy(members, byId);
    const behind = (followers.get(group) ?? []).filter(({ id }) => !before.has(id));
    put(":all-switched", members, behind);
    // Then, before anything goes, those that could be gone back to are given up: they are renamed.
    const [givenUp, rest] = [behind.filter(isRename), behind.filter((a) => !isRename(a))];
    const removals = givenUp.flatMap(({ id }) => dependents.get(id) ?? []);
    for (const { id } of [...rest, ...removals]) addToList(waitsFor, id, ...idsOf(givenUp));
  }
  const placed = actions.map((action) => {
    const added = waitsFor.get(action.id);
    return added === undefined ? action : { ...action, dependsOn: [...action.dependsOn, ...added] };
  });
  return [...placed, ...barriers];
}

/** The groups that are about several containers. */
function sharedGroups(actions: readonly Action[]): ReadonlyMap<string, readonly Action[]> {
  const groups = groupBy(actions, ({ group }) => (group === undefined ? [] : [group]));
  return new Map([...groups].filter(([, members]) => new Set(members.map((a) => a.target.name)).size > 1));
}

function isRename({ type }: Action): boolean {
  return type === "container.rename";
}

interface Phases {
  /**
   * What disturbs nobody: containers that are created, started and waited for beside what runs. None of these waits
   * for one that does disturb, also not by way of others.
   */
  readonly prepares: readonly Action[];
  readonly later: ReadonlySet<string>;
}

function phasesOf(members: readonly Action[], dependents: ReadonlyMap<string, readonly Action[]>): Phases {
  // A set can grow while it is walked.
  const reached = new Set(members.filter((a) => !isHarmless(a)).map(({ id }) => id));
  for (const id of reached) for (const dependent of dependents.get(id) ?? []) reached.add(dependent.id);
  return {
    prepares: members.filter((a) => !reached.has(a.id)),
    later: new Set(members.map(({ id }) => id).filter((id) => reached.has(id))),
  };
}

/** By group, what is in none and waits for something of that group. */
function followersOf(
  actions: readonly Action[],
  groups: ReadonlyMap<string, readonly Action[]>,
): ReadonlyMap<string, readonly Action[]> {
  const groupById = new Map(
    [...groups].flatMap(([group, members]) => members.map((a) => [a.id, group] as const)),
  );
  return groupBy(actions, (action) => {
    if (action.group !== undefined) return [];
    return new Set(action.dependsOn.flatMap((id) => groupById.get(id) ?? []));
  });
}

/**
 * What some actions wait for, so that all of others have succeeded before. Where many wait for many, all meet at a
 * barrier: edges from each to each would grow with the square.
 */
function barrierBetween(
  suffix: string,
  before: readonly Action[],
  after: readonly Action[],
): { readonly barrier: readonly Action[]; readonly ids: readonly string[] } {
  const last = leavesOf(before);
  const [first] = last;
  if (first === undefined || last.length === 1 || after.length < 2) return { barrier: [], ids: idsOf(last) };
  // A group is about containers, and a park is not made for itself.
  const container = before.map(containerOf).find((ref) => ref !== undefined);
  if (container === undefined)
    throw new Error(`${first.id} is in a group, but nothing of it is about a container`);
  const { target, group } = first;
  const barrier = waitForContainer(
    { target, cause: { kind: "requested" }, group },
    { suffix, dependsOn: idsOf(last), container, until: { kind: "barrier" } },
  );
  return { barrier: [barrier], ids: [barrier.id] };
}

function isHarmless(action: Action): boolean {
  return harmless.has(action.type) || (action.type === "container.remove" && action.hasEnded === true);
}

const harmless: ReadonlySet<Action["type"]> = new Set([
  "network.create",
  "container.create",
  "container.start",
  "container.hook",
  "container.wait",
]);

function containerOf(action: Action): ContainerRef | undefined {
  if (action.type === "container.create") return { name: action.as, createdBy: action.id };
  return "container" in action ? action.container : undefined;
}
