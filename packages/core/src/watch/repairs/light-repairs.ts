import type { Change, Plan } from "../../plan/plan-types.ts";
import { attachSecrets, secretsOf } from "../../plan/secrets.ts";
import type { Action, ActionType } from "../../plan/steps/action.ts";

/** What brings a container back without taking anything away from another one. */
const light: ReadonlySet<ActionType> = new Set([
  "container.create",
  "container.start",
  "container.update",
  "container.unpause",
  "container.connect",
  "container.hook",
  "container.wait",
  "revision.note",
  "record.note",
]);

/**
 * The part of a plan that puts single containers right that are missing or were changed by others, and that waits for
 * nothing else: no image to pull, no other container. It may be carried out beside another apply.
 * @param isAtWorkOn whether something else changes the container now
 */
export function lightRepairs(plan: Plan, isAtWorkOn: (name: string) => boolean): Plan {
  const actionsOf = (name: string) =>
    plan.actions.filter(({ target }) => target.kind === "container" && target.name === name);
  const changes = plan.changes.filter(
    (change) => isRepair(change) && !isAtWorkOn(change.target.name) && isAlone(actionsOf(change.target.name)),
  );
  const kept = new Set(changes.flatMap(({ target }) => actionsOf(target.name)));
  const groups = new Set([...kept].map(({ group }) => group));
  const names = new Set(changes.map(({ target }) => target.name));
  const ofKept = (actions: readonly Action[]) => actions.filter(({ target }) => names.has(target.name));
  const part: Plan = {
    ...plan,
    changes,
    actions: plan.actions.filter((action) => kept.has(action)),
    unchanged: [],
    heldBack: [],
    troubled: [],
    notices: [],
    outcomes: Object.fromEntries(
      Object.entries(plan.outcomes).flatMap(([group, { onFailed, onUnsuccessful }]) =>
        groups.has(group)
          ? [[group, { onFailed: ofKept(onFailed), onUnsuccessful: ofKept(onUnsuccessful) }]]
          : [],
      ),
    ),
  };
  return attachSecrets(part, secretsOf(plan));
}

function isRepair({ cause, target }: Change): boolean {
  return target.kind === "container" && (cause.kind === "missing" || cause.kind === "drift");
}

function isAlone(actions: readonly Action[]): boolean {
  const ids = new Set(actions.map(({ id }) => id));
  return actions.every(
    (action) =>
      light.has(action.type) &&
      action.dependsOn.every((id) => ids.has(id)) &&
      !(action.type === "container.wait" && action.until.kind === "completed"),
  );
}
