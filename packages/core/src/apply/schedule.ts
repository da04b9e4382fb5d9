import type { ErrorData } from "../errors.ts";
import type { Action } from "../plan/action.ts";
import type { SkipReason } from "./event.ts";

export type ActionOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly error: ErrorData }
  | { readonly kind: "skipped"; readonly because: SkipReason };

/** What can be done now: an action whose dependencies are settled, or taking back a group that did not complete. */
export type Step =
  | { readonly kind: "action"; readonly action: Action }
  /** The group's finished actions, the last one first. */
  | { readonly kind: "undo"; readonly actions: readonly Action[] };

interface Group {
  open: number;
  readonly done: Action[];
  broken: boolean;
}

/**
 * Hands out the actions of a plan in an order that keeps their dependencies, and takes down what became of them.
 * It knows nothing of engines, time or concurrency: whoever asks for the next step decides how many to run.
 */
export class Schedule {
  readonly outcomes = new Map<string, ActionOutcome>();
  readonly #ready: Step[] = [];
  #cursor = 0;
  readonly #waiting = new Map<string, number>();
  readonly #dependents = new Map<string, Action[]>();
  readonly #groups = new Map<string, Group>();

  constructor(actions: readonly Action[]) {
    for (const action of actions) {
      for (const id of action.dependsOn) {
        const dependents = this.#dependents.get(id);
        if (dependents === undefined) this.#dependents.set(id, [action]);
        else dependents.push(action);
      }
      this.#waiting.set(action.id, action.dependsOn.length);
      if (action.dependsOn.length === 0) this.#ready.push({ kind: "action", action });
      if (action.group === undefined) continue;
      const group = this.#groups.get(action.group) ?? { open: 0, done: [], broken: false };
      group.open += 1;
      this.#groups.set(action.group, group);
    }
  }

  /** @returns `undefined` when nothing can be begun before a running step is settled, or ever */
  next(): Step | undefined {
    return this.#ready[this.#cursor] === undefined ? undefined : this.#ready[this.#cursor++];
  }

  /** Why an action cannot be tried, told by its dependencies; `undefined` when all of them succeeded. */
  blockedBy(action: Action): SkipReason | undefined {
    for (const id of action.dependsOn) {
      const outcome = this.outcomes.get(id);
      if (outcome?.kind === "failed") return { kind: "failed", actionId: id };
      if (outcome?.kind === "skipped") return outcome.because;
    }
    return undefined;
  }

  /** Records what became of an action and frees what waited for it. */
  settle(action: Action, outcome: ActionOutcome): void {
    this.outcomes.set(action.id, outcome);
    if (action.group !== undefined) this.#settleInGroup(action, outcome, action.group);
    for (const dependent of this.#dependents.get(action.id) ?? []) {
      const left = (this.#waiting.get(dependent.id) ?? 0) - 1;
      this.#waiting.set(dependent.id, left);
      if (left === 0) this.#ready.push({ kind: "action", action: dependent });
    }
  }

  #settleInGroup(action: Action, outcome: ActionOutcome, name: string): void {
    const group = this.#groups.get(name);
    if (group === undefined) return;
    group.open -= 1;
    if (outcome.kind === "done") group.done.push(action);
    else group.broken = true;
    if (group.open > 0 || !group.broken) return;
    const actions = group.done.filter((a) => a.undo !== undefined).reverse();
    if (actions.length > 0) this.#ready.push({ kind: "undo", actions });
  }
}
