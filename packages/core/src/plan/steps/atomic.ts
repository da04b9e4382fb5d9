import { addToList } from "../../desired/add-to-list.ts";
import type { Action, ContainerRef } from "./action.ts";
import type { PlanPart } from "./part.ts";

const group = "atomic";

/** Makes one unit of all that succeeds together, and of what is done when it does not. */
export function makeAtomic(
  actions: readonly Action[],
  onFailure: PlanPart["onFailure"],
): { readonly actions: readonly Action[]; readonly onFailure: PlanPart["onFailure"] } {
  const into = new Map(actions.flatMap((a) => (a.group === undefined ? [] : [[a.group, group] as const])));
  return {
    actions: uniteGroups(actions, into),
    onFailure: { [group]: Object.values(onFailure).flat() },
  };
}

/**
 * Makes one group of several: first everything is made ready as far as it can be without disturbing what runs, then
 * everything is switched; and nothing old goes before all of it has worked.
 * @param into by group, the one that it becomes a part of
 */
export function uniteGroups(
  actions: readonly Action[],
  into: ReadonlyMap<string, string>,
): readonly Action[] {
  const unitOf = (action: Action) => (action.group === undefined ? undefined : into.get(action.group));
  const units = groupBy(actions, (action) => listOf(unitOf(action)));
  const followers = followersOf(actions, units);
  const dependents = dependentsOf(actions);
  const gates: Action[] = [];
  const waitsFor = new Map<string, string[]>();
  for (const [unit, members] of units) {
    const { prepares, later } = phasesOf(members, dependents);
    // What comes later waits by way of the first that disturbs something.
    const first = members.filter((a) => later.has(a.id) && a.dependsOn.every((id) => !later.has(id)));
    const ready = meet("all-ready", unit, prepares, first);
    // What comes after a group is about what has been replaced: it waits until there is no way back.
    const switched = meet("all-switched", unit, members, followers.get(unit) ?? []);
    gates.push(...ready.gate, ...switched.gate);
    for (const { id } of first) addToList(waitsFor, id, ...ready.ids);
    for (const { id } of followers.get(unit) ?? []) addToList(waitsFor, id, ...switched.ids);
  }
  const joined = actions.map((action) => {
    const unit = unitOf(action);
    const added = waitsFor.get(action.id);
    if (unit === undefined && added === undefined) return action;
    const dependsOn = added === undefined ? action.dependsOn : [...action.dependsOn, ...added];
    return { ...action, ...(unit === undefined ? {} : { group: unit }), dependsOn };
  });
  return [...joined, ...gates];
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
  const reached = new Set(members.filter((a) => !harmless.has(a.type)).map(idOf));
  for (const id of reached) for (const dependent of dependents.get(id) ?? []) reached.add(dependent.id);
  return {
    prepares: members.filter((a) => !reached.has(a.id)),
    later: new Set(members.map(idOf).filter((id) => reached.has(id))),
  };
}

/** By unit, what is in no group and waits for something of that unit. */
function followersOf(
  actions: readonly Action[],
  units: ReadonlyMap<string, readonly Action[]>,
): ReadonlyMap<string, readonly Action[]> {
  const unitById = new Map(
    [...units].flatMap(([unit, members]) => members.map((a) => [a.id, unit] as const)),
  );
  return groupBy(actions, (action) => {
    if (action.group !== undefined) return [];
    return new Set(action.dependsOn.flatMap((id) => listOf(unitById.get(id))));
  });
}

/**
 * What some actions wait for, so that all of others have succeeded before. Where many wait for many, all meet at a gate:
 * edges from each to each would grow with the square.
 */
function meet(
  suffix: string,
  unit: string,
  others: readonly Action[],
  waiting: readonly Action[],
): { readonly gate: readonly Action[]; readonly ids: readonly string[] } {
  const last = leavesOf(others);
  const [first] = last;
  if (first === undefined || last.length === 1 || waiting.length < 2)
    return { gate: [], ids: last.map(idOf) };
  // A group is about containers, and a park is not made for itself.
  const container = others.map(containerOf).find((ref) => ref !== undefined);
  if (container === undefined)
    throw new Error(`${first.id} is in a group, but nothing of it is about a container`);
  const gate: Action = {
    id: `container.wait/${first.target.name}:${suffix}`,
    type: "container.wait",
    target: first.target,
    cause: { kind: "requested" },
    dependsOn: last.map(idOf),
    container,
    until: { kind: "others" },
    group: unit,
  };
  return { gate: [gate], ids: [gate.id] };
}

function dependentsOf(actions: readonly Action[]): ReadonlyMap<string, readonly Action[]> {
  return groupBy(actions, ({ dependsOn }) => dependsOn);
}

/** By key, the actions that have it, in their order. */
function groupBy(
  actions: readonly Action[],
  keysOf: (action: Action) => Iterable<string>,
): ReadonlyMap<string, readonly Action[]> {
  const found = new Map<string, Action[]>();
  for (const action of actions) for (const key of keysOf(action)) addToList(found, key, action);
  return found;
}

function listOf(item: string | undefined): readonly string[] {
  return item === undefined ? [] : [item];
}

const harmless: ReadonlySet<Action["type"]> = new Set([
  "network.create",
  "container.create",
  "container.start",
  "container.hook",
  "container.wait",
]);

/** Those that no other one waits for. */
function leavesOf(actions: readonly Action[]): readonly Action[] {
  const awaited = new Set(actions.flatMap((a) => a.dependsOn));
  return actions.filter((a) => !awaited.has(a.id));
}

function containerOf(action: Action): ContainerRef | undefined {
  if (action.type === "container.create") return { name: action.as, createdBy: action.id };
  return "container" in action ? action.container : undefined;
}

function idOf({ id }: Action): string {
  return id;
}
