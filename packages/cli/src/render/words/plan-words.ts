import type { Action, Plan } from "@hashike/core";
import { type ActionWords, actionWords } from "./action-words.ts";

/** How each action of a plan is called, by its id; the actions that take others back as well. */
export function planWords(plan: Plan): (actionId: string) => ActionWords {
  const words = new Map<string, ActionWords>();
  const add = (action: Action) => {
    words.set(action.id, actionWords(action));
    for (const other of [...(action.undo ?? []), ...(action.otherwise ?? [])]) add(other);
  };
  for (const action of plan.actions) add(action);
  for (const action of Object.values(plan.onFailure).flat()) add(action);
  return (id) => words.get(id) ?? { doing: id, done: id, toDo: id };
}
