import type { Action } from "./action.ts";
import type { PlanPart } from "./part.ts";

const group = "atomic";

/**
 * Makes one unit of all that succeeds together: first everything is made ready as far as it can be without disturbing
 * what runs, then everything is switched; and nothing old goes before all of it has worked.
 */
export function makeAtomic(
  actions: readonly Action[],
  onFailure: PlanPart["onFailure"],
): { readonly actions: readonly Action[]; readonly onFailure: PlanPart["onFailure"] } {
  const grouped = actions.filter((a) => a.group !== undefined);
  const prepares = preparations(grouped);
  const members = new Set(grouped.map((a) => a.id));
  const later = new Set([...members].filter((id) => !prepares.has(id)));
  const last = leavesOf(grouped);
  return {
    actions: actions.map((action) => {
      if (members.has(action.id)) {
        // What comes later waits by way of the first that disturbs something.
        const isFirst = !prepares.has(action.id) && action.dependsOn.every((id) => !later.has(id));
        return { ...action, group, dependsOn: [...action.dependsOn, ...(isFirst ? prepares : [])] };
      }
      // What comes after a group is about what has been replaced: it waits until there is no way back.
      const follows = action.always !== true && action.dependsOn.some((id) => members.has(id));
      return follows ? { ...action, dependsOn: [...action.dependsOn, ...last] } : action;
    }),
    onFailure: { [group]: Object.values(onFailure).flat() },
  };
}

/** What disturbs nobody: containers that are created, started and waited for beside what runs. */
function preparations(actions: readonly Action[]): ReadonlySet<string> {
  const byId = new Map(actions.map((a) => [a.id, a]));
  const known = new Map<string, boolean>();
  const prepares = (id: string): boolean => {
    const action = byId.get(id);
    if (action === undefined) return true;
    const found = known.get(id) ?? (harmless.has(action.type) && action.dependsOn.every(prepares));
    known.set(id, found);
    return found;
  };
  return new Set([...byId.keys()].filter(prepares));
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
