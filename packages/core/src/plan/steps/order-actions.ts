import { HashikeError } from "../../errors.ts";
import type { Action } from "./action.ts";

/**
 * Orders actions so that every dependency comes first. Ties go by id, so equal inputs give equal plans.
 * @param actions in any order; every id named in `dependsOn` must be present
 * @returns a new array, each action's `dependsOn` sorted and without doubles; the input is untouched
 * @throws HashikeError `PLAN_CYCLE`, whose message spells out the loop: `a -> b -> a`
 */
export function orderActions(actions: readonly Action[]): readonly Action[] {
  const byId = new Map<string, Action>();
  for (const action of actions) byId.set(action.id, withSortedDependencies(action));
  if (byId.size !== actions.length) throw new Error(`two actions share an id: ${firstDouble(actions)}`);
  const ordered: Action[] = [];
  const open = new Set<string>();
  const done = new Set<string>();
  for (const id of [...byId.keys()].sort()) {
    if (!done.has(id)) walk(id);
  }
  return ordered;

  /** Depth first with an explicit stack: a chain of 10,000 init containers must not exhaust the engine's. */
  function walk(root: string): void {
    const first = byId.get(root);
    if (first?.dependsOn.every((id) => done.has(id))) {
      done.add(root);
      ordered.push(first);
      return;
    }
    const trail: { readonly action: Action; next: number }[] = [enter(root)];
    for (let top = trail.at(-1); top !== undefined; top = trail.at(-1)) {
      const dependency = top.action.dependsOn[top.next++];
      if (dependency === undefined) {
        trail.pop();
        open.delete(top.action.id);
        done.add(top.action.id);
        ordered.push(top.action);
      } else if (open.has(dependency)) {
        throw cycle(
          trail.map((t) => t.action.id),
          dependency,
        );
      } else if (!done.has(dependency)) {
        trail.push(enter(dependency, top.action.id));
      }
    }
  }

  function enter(id: string, from?: string): { readonly action: Action; next: number } {
    const action = byId.get(id);
    if (action === undefined) throw new Error(`action ${from} depends on ${id}, which is not in the plan`);
    open.add(id);
    return { action, next: 0 };
  }
}

function withSortedDependencies(action: Action): Action {
  // Most wait for one or none: nothing to sort, and a copy of each would be half the work.
  if (action.dependsOn.length < 2) return action;
  return { ...action, dependsOn: [...new Set(action.dependsOn)].sort() };
}

function cycle(trail: readonly string[], repeated: string): HashikeError {
  const ids = [...trail.slice(trail.indexOf(repeated)), repeated];
  return new HashikeError("PLAN_CYCLE", `actions wait for each other: ${ids.join(" -> ")}`, {
    hint: "report this: a plan must never contain a cycle",
  });
}

function firstDouble(actions: readonly Action[]): string {
  const seen = new Set<string>();
  return actions.find((a) => seen.size === seen.add(a.id).size)?.id ?? "?";
}
