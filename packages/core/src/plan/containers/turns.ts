import { type ContainerSpec, ownerKey } from "../../desired/desired-state.ts";
import { groupBy } from "../../desired/group-by.ts";
import type { Action } from "../steps/action.ts";
import { idsOf, leavesOf } from "../steps/make-action.ts";
import { neededBy } from "../steps/needed-by.ts";

/** A container that is made, or made anew. */
export interface Changing {
  readonly spec: ContainerSpec;
  /** Whether it replaces another one. */
  readonly replaces: boolean;
}

/** The names of those whose change must have succeeded before its own begins. */
export function turnOf({ spec, replaces }: Changing): readonly string[] {
  return spec.update.turn?.[replaces ? "replace" : "create"] ?? [];
}

/** By owner, the names of those that are replaced all at once. */
export function replacedAtOnce(changing: Iterable<Changing>): readonly (readonly string[])[] {
  const together = groupBy(changing, ({ spec, replaces }) =>
    replaces && spec.update.allAtOnce === true ? [ownerKey(spec.owner)] : [],
  );
  return [...together.values()].map((ones) => ones.map(({ spec }) => spec.name));
}

/**
 * Puts the actions of each that changes behind all of those before it.
 * @param changing by name
 * @param places the group of a container, and what tells that it works
 */
export function takeTurns(
  actions: readonly Action[],
  changing: ReadonlyMap<string, Changing>,
  places: { groupOf(name: string): string; lastOf(name: string): readonly string[] },
): readonly Action[] {
  if (![...changing.values()].some((one) => turnOf(one).length > 0)) return actions;
  const { groupOf, lastOf } = places;
  const ofGroup = byGroup(actions);
  const waits = new Map<string, Set<string>>();
  for (const [name, one] of changing) {
    const own = groupOf(name);
    const others = turnOf(one).filter((other) => {
      const its = changing.get(other);
      // What is replaced may wait for what is created, never the other way round; and one group is made ready together.
      return its !== undefined && (one.replaces || !its.replaces) && groupOf(other) !== own;
    });
    const ids = new Set(waits.get(own));
    for (const other of others) {
      for (const id of [...lastOf(other), ...idsOf(leavesOf(ofGroup.get(groupOf(other)) ?? []))]) ids.add(id);
    }
    if (ids.size > 0) waits.set(own, ids);
  }
  return actions.map((action) => {
    const { group = "", dependsOn } = action;
    const ids = waits.get(group);
    const isFirst = ids !== undefined && !ofGroup.get(group)?.some(({ id }) => dependsOn.includes(id));
    return isFirst ? { ...action, dependsOn: [...dependsOn, ...ids] } : action;
  });
}

/** Lets no new one of a group start before all old ones of it have stopped. */
export function stopAllFirst(actions: readonly Action[], groups: ReadonlySet<string>): readonly Action[] {
  if (groups.size === 0) return actions;
  const ofGroup = byGroup(actions);
  const byId = new Map(actions.map((action) => [action.id, action]));
  return actions.map((action) => {
    const { group = "", type, dependsOn, id } = action;
    if (type !== "container.start" || !groups.has(group)) return action;
    const stops = (ofGroup.get(group) ?? []).filter(
      (other) => other.type === "container.stop" && !neededBy([other], byId).has(id),
    );
    return { ...action, dependsOn: [...dependsOn, ...idsOf(stops)] };
  });
}

function byGroup(actions: readonly Action[]): ReadonlyMap<string, readonly Action[]> {
  return groupBy(actions, ({ group }) => (group === undefined ? [] : [group]));
}
