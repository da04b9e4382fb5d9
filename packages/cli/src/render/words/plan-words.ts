import type { Action, Plan } from "@hashike/core";
import { type ActionWords, actionWords } from "./action-words.ts";

/** How each action of a plan is called, by its id; the actions that take others back as well. */
export function planWords(plan: Plan): (actionId: string) => ActionWords {
  const words = new Map<string, ActionWords>();
  const add = (action: Action) => {
    words.set(action.id, actionWords(action));
    for (const undo of action.undo ?? []) add(undo);
  };
  for (const action of plan.actions) add(action);
  for (const { onFailed, onUnsuccessful } of Object.values(plan.outcomes)) {
    for (const action of [...onFailed, ...onUnsuccessful]) add(action);
  }
  return (id) => words.get(id) ?? { doing: id, done: id, toDo: id };
}
