import type { Action } from "./action.ts";
import type { PlanPart } from "./part.ts";

const group = "atomic";

/** Makes one unit of all that succeeds together, and of what is done when it does not. */
export function makeAtomic(
  actions: readonly Action[],
  onFailure: PlanPart["onFailure"],
): { readonly actions: readonly Action[]; readonly onFailure: PlanPart["onFailure"] } {
  const groups = new Set(actions.flatMap((a) => a.group ?? []));
  return {
    actions: uniteGroups(actions, groups, group),
    onFailure: { [group]: Object.values(onFailure).flat() },
  };
}

/**
 * Makes one group of several: first everything is made ready as far as it can be without disturbing what runs, then
 * everything is switched; and nothing old goes before all of it has worked.
 * @param united the groups that become the one
 */
export function uniteGroups(
  actions: readonly Action[],
  united: ReadonlySet<string>,
  into: string,
): readonly Action[] {
  const grouped = actions.filter((a) => a.group !== undefined && united.has(a.group));
  const members = new Set(grouped.map((a) => a.id));
  const prepares = preparations(actions, members);
  const later = new Set([...members].filter((id) => !prepares.has(id)));
  const last = leavesOf(grouped);
  return actions.map((action) => {
    if (members.has(action.id)) {
      // What comes later waits by way of the first that disturbs something.
      const isFirst = !prepares.has(action.id) && action.dependsOn.every((id) => !later.has(id));
      return { ...action, group: into, dependsOn: [...action.dependsOn, ...(isFirst ? prepares : [])] };
    }
    // What comes after a group is about what has been replaced: it waits until there is no way back.
    const follows =
      action.group === undefined && action.always !== true && action.dependsOn.some((id) => members.has(id));
    return follows ? { ...action, dependsOn: [...action.dependsOn, ...last] } : action;
  });
}

/**
 * Those of the members that disturb nobody: containers that are created, started and waited for beside what runs. None
 * of them waits for one that does disturb, also not by way of others.
 */
function preparations(actions: readonly Action[], members: ReadonlySet<string>): ReadonlySet<string> {
  const dependents = new Map<string, string[]>();
  for (const { id, dependsOn } of actions) {
    for (const needed of dependsOn) {
      const others = dependents.get(needed);
      if (others === undefined) dependents.set(needed, [id]);
      else others.push(id);
    }
  }
  const disturbs = actions.filter((a) => members.has(a.id) && !harmless.has(a.type)).map((a) => a.id);
  // A set can grow while it is walked.
  const later = new Set(disturbs);
  for (const id of later) for (const dependent of dependents.get(id) ?? []) later.add(dependent);
  return new Set([...members].filter((id) => !later.has(id)));
}

const harmless: ReadonlySet<Action["type"]> = new Set([
  "container.create",
  "container.start",
  "container.hook",
  "container.wait",
]);

/** Those that no other one waits for. */
function leavesOf(actions: readonly Action[]): readonly string[] {
  const awaited = new Set(actions.flatMap((a) => a.dependsOn));
  return actions.filter((a) => !awaited.has(a.id)).map((a) => a.id);
}
