import { HashikeError } from "../errors.ts";
import type { Action } from "./action.ts";

/**
 * Orders actions so that every dependency comes first. Ties go by id, so equal inputs give equal plans.
 * @param actions in any order; every id named in `dependsOn` must be present
 * @returns a new array, each action's `dependsOn` sorted and without doubles; the input is untouched
 * @throws HashikeError `PLAN_CYCLE`, whose message spells out the loop: `a -> b -> a`
 */
export function orderActions(actions: readonly Action[]): readonly Action[] {
  const byId = new Map(actions.map((a) => [a.id, { ...a, dependsOn: [...new Set(a.dependsOn)].sort() }]));
  if (byId.size !== actions.length) throw new Error(`two actions share an id: ${firstDouble(actions)}`);
  const ordered: Action[] = [];
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];

  // An explicit stack: a chain of 10,000 init containers must not exhaust the engine's.
  for (const root of [...byId.keys()].sort()) {
    const stack: { readonly id: string; next: number }[] = state.has(root) ? [] : [{ id: root, next: 0 }];
    if (stack.length > 0) enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const action = byId.get(top.id);
      if (action === undefined) throw new Error(`action ${trail.at(-2) ?? "?"} depends on ${top.id}, which is not in the plan`);
      const dependency = action.dependsOn[top.next++];
      if (dependency === undefined) {
        stack.pop();
        trail.pop();
        state.set(top.id, "done");
        ordered.push(action);
      } else if (state.get(dependency) === "open") {
        throw cycle([...trail.slice(trail.indexOf(dependency)), dependency]);
      } else if (!state.has(dependency)) {
        stack.push({ id: dependency, next: 0 });
        enter(dependency);
      }
    }
  }
  return ordered;

  function enter(id: string): void {
    state.set(id, "open");
    trail.push(id);
  }
}

function cycle(ids: readonly string[]): HashikeError {
  return new HashikeError("PLAN_CYCLE", `actions wait for each other: ${ids.join(" -> ")}`, {
    hint: "report this: a plan must never contain a cycle",
  });
}

function firstDouble(actions: readonly Action[]): string {
  const seen = new Set<string>();
  return actions.find((a) => seen.size === seen.add(a.id).size)?.id ?? "?";
}
