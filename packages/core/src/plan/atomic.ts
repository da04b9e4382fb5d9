import type { Action } from "./action.ts";
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
  const units = new Map<string, Action[]>();
  const unitById = new Map<string, string>();
  for (const action of actions) {
    const unit = unitOf(action);
    if (unit === undefined) continue;
    unitById.set(action.id, unit);
    const others = units.get(unit);
    if (others === undefined) units.set(unit, [action]);
    else others.push(action);
  }
  const dependents = dependentsOf(actions);
  const phases = new Map([...units].map(([unit, members]) => [unit, phasesOf(members, dependents)]));
  return actions.map((action) => {
    const unit = unitOf(action);
    if (unit !== undefined) {
      const { prepares, later } = phases.get(unit) ?? noPhases;
      // What comes later waits by way of the first that disturbs something.
      const isFirst = later.has(action.id) && action.dependsOn.every((id) => !later.has(id));
      return { ...action, group: unit, dependsOn: [...action.dependsOn, ...(isFirst ? prepares : [])] };
    }
    if (action.group !== undefined || action.always === true) return action;
    // What comes after a group is about what has been replaced: it waits until there is no way back.
    const followed = new Set(action.dependsOn.flatMap((id) => unitById.get(id) ?? []));
    if (followed.size === 0) return action;
    const last = [...followed].flatMap((of) => phases.get(of)?.last ?? []);
    return { ...action, dependsOn: [...action.dependsOn, ...last] };
  });
}

interface Phases {
  /**
   * What disturbs nobody: containers that are created, started and waited for beside what runs. None of these waits
   * for one that does disturb, also not by way of others.
   */
  readonly prepares: readonly string[];
  readonly later: ReadonlySet<string>;
  /** Those that no other one of the unit waits for. */
  readonly last: readonly string[];
}

const noPhases: Phases = { prepares: [], later: new Set(), last: [] };

function phasesOf(members: readonly Action[], dependents: ReadonlyMap<string, readonly string[]>): Phases {
  // A set can grow while it is walked.
  const reached = new Set(members.filter((a) => !harmless.has(a.type)).map((a) => a.id));
  for (const id of reached) for (const dependent of dependents.get(id) ?? []) reached.add(dependent);
  const ids = members.map((a) => a.id);
  const awaited = new Set(members.flatMap((a) => a.dependsOn));
  return {
    prepares: ids.filter((id) => !reached.has(id)),
    later: new Set(ids.filter((id) => reached.has(id))),
    last: ids.filter((id) => !awaited.has(id)),
  };
}

function dependentsOf(actions: readonly Action[]): ReadonlyMap<string, readonly string[]> {
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn } of actions) {
    for (const needed of dependsOn) {
      const others = dependents.get(needed);
      if (others === undefined) dependents.set(needed, [id]);
      else others.push(id);
    }
  }
  return dependents;
}

const harmless: ReadonlySet<Action["type"]> = new Set([
  "container.create",
  "container.start",
  "container.hook",
  "container.wait",
]);
