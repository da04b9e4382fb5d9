import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, SwitchContainer } from "./action.ts";
import type { Place } from "./plan-staging.ts";

/**
 * Who is to pass its host ports on must be on no other network then: Docker 20.10 would move them to the staging
 * network, although that leads nowhere, and keep them.
 * @param staying who is on the staging network, or is to be
 * @param joinOf by container id, the action that puts it there
 * @returns by the id of a switch, what must come before it
 */
export function leavesBeforeSwitch(
  place: Place,
  actions: readonly Action[],
  staying: ReadonlySet<ObservedContainer>,
  joinOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, Action> {
  const byId = new Map([...staying].map((container) => [container.id, container]));
  const leaves = new Map<string, Action>();
  for (const action of actions) {
    if (action.type !== "container.switch" || !("id" in action.from.container)) continue;
    const old = byId.get(action.from.container.id);
    if (old !== undefined) leaves.set(action.id, leaveBefore(place, action, old, joinOf.get(old.id)));
  }
  return leaves;
}

function leaveBefore(
  { owner, cause, name }: Place,
  pass: SwitchContainer,
  old: ObservedContainer,
  joined: string | undefined,
): Action {
  return {
    id: `container.disconnect/${old.name}:staging-early`,
    type: "container.disconnect",
    target: { kind: "container", name: old.name, owner },
    cause,
    dependsOn: [...pass.dependsOn, ...(joined === undefined ? [] : [joined])],
    ...(pass.group === undefined ? {} : { group: pass.group }),
    ...(pass.when === undefined ? {} : { when: pass.when }),
    container: { name: old.name, id: old.id },
    network: name,
  };
}
