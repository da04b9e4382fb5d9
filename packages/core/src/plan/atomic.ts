import type { Action, ContainerRef } from "./action.ts";
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
  // What comes later waits by way of the first that disturbs something.
  const isFirst = (a: Action) => later.has(a.id) && a.dependsOn.every((id) => !later.has(id));
  // What comes after a group is about what has been replaced: it waits until there is no way back.
  const follows = (a: Action) =>
    !members.has(a.id) && a.always !== true && a.dependsOn.some((id) => members.has(id));
  const ready = meet(
    "all-ready",
    grouped.filter((a) => prepares.has(a.id)),
    actions.filter(isFirst),
  );
  const switched = meet("all-switched", grouped, actions.filter(follows));
  const joined = actions.map((action) => {
    const added = isFirst(action) ? ready.ids : follows(action) ? switched.ids : [];
    return members.has(action.id) || added.length > 0
      ? {
          ...action,
          ...(members.has(action.id) ? { group } : {}),
          dependsOn: [...action.dependsOn, ...added],
        }
      : action;
  });
  return {
    actions: [...joined, ...ready.gate, ...switched.gate],
    onFailure: { [group]: Object.values(onFailure).flat() },
  };
}

/**
 * What some actions wait for, so that all of others have succeeded before. Where many wait for many, all meet at a gate:
 * edges from each to each would grow with the square.
 */
function meet(
  suffix: string,
  others: readonly Action[],
  waiting: readonly Action[],
): { readonly gate: readonly Action[]; readonly ids: readonly string[] } {
  const last = leavesOf(others);
  const [first] = last;
  if (first === undefined || last.length === 1 || waiting.length < 2)
    return { gate: [], ids: last.map(idOf) };
  const gate: Action = {
    id: `container.wait/${first.target.name}:${suffix}`,
    type: "container.wait",
    target: first.target,
    cause: { kind: "requested" },
    dependsOn: last.map(idOf),
    container: containerOf(first),
    until: { kind: "others" },
  };
  return { gate: [gate], ids: [gate.id] };
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
function leavesOf(actions: readonly Action[]): readonly Action[] {
  const awaited = new Set(actions.flatMap((a) => a.dependsOn));
  return actions.filter((a) => !awaited.has(a.id));
}

function containerOf(action: Action): ContainerRef {
  if (action.type === "container.create") return { name: action.as, createdBy: action.id };
  if ("container" in action) return action.container;
  throw new Error(`${action.id} is in a group, but not about a container`);
}

function idOf({ id }: Action): string {
  return id;
}
