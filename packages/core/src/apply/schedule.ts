import type { ErrorData } from "../errors.ts";
import type { Action, Target } from "../plan/steps/action.ts";
import type { SkipReason } from "./event.ts";

export type ActionOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly error: ErrorData }
  | {
      readonly kind: "skipped";
      readonly because: SkipReason;
      /** It was cut off on its way. */
      readonly isBegun?: true;
    };

/** What can be done now: an action whose dependencies are settled, or taking back a group that did not complete. */
export type Step =
  | { readonly kind: "action"; readonly action: Action }
  | {
      readonly kind: "undo";
      readonly group: string;
      /**
       * The group's actions that can be taken back, the last one first: what is done, and what failed or was cut off,
       * which may have been done all the same.
       */
      readonly actions: readonly Action[];
      /** Aborted, and nothing of it was begun. */
      readonly isNeverBegun: boolean;
      /** Absent when all that did not succeed was skipped or aborted. */
      readonly failure?: GroupFailure;
    };

/** Why a group failed by itself. */
export interface GroupFailure {
  /** The first. */
  readonly error: ErrorData;
  /** What its failed actions are about. */
  readonly of: readonly Target[];
}

interface Group {
  open: number;
  /** Whether something became of one of its actions. */
  isUnderWay: boolean;
  readonly begun: Action[];
  readonly failed: Action[];
  isAborted: boolean;
  isBroken: boolean;
  error: ErrorData | undefined;
}

/**
 * Hands out the actions of a plan in an order that keeps their dependencies, and takes down what became of them.
 * It knows nothing of engines, time or concurrency: whoever asks for the next step decides how many to run.
 */
export class Schedule {
  readonly outcomes = new Map<string, ActionOutcome>();
  readonly #ready = new Queue<Step>();
  /** What is ready of groups of which something is done. */
  readonly #continuing = new Queue<Step>();
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
      if (action.dependsOn.length === 0) this.#ready.add({ kind: "action", action });
      if (action.group === undefined) continue;
      const group = this.#groups.get(action.group) ?? newGroup();
      this.#groups.set(action.group, group);
      group.open += 1;
    }
  }

  /**
   * A group that is begun goes on before another one is begun: the first containers serve while the last are not yet
   * made, and less is half done when an apply is aborted.
   * @returns `undefined` when nothing can be begun before a running step is settled, or ever
   */
  next(): Step | undefined {
    return this.#continuing.take() ?? this.#ready.take();
  }

  /** Why an action cannot be tried, told by its dependencies; `undefined` when it can. */
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
    const group = action.group === undefined ? undefined : this.#groups.get(action.group);
    if (group !== undefined) group.isUnderWay = true;
    for (const dependent of this.#dependents.get(action.id) ?? []) this.#free(dependent);
    if (action.group !== undefined && group !== undefined) this.#settleInGroup(action, outcome, group);
  }

  #free(action: Action): void {
    const left = (this.#waiting.get(action.id) ?? 0) - 1;
    this.#waiting.set(action.id, left);
    if (left > 0) return;
    const isUnderWay = action.group !== undefined && this.#groups.get(action.group)?.isUnderWay === true;
    (isUnderWay ? this.#continuing : this.#ready).add({ kind: "action", action });
  }

  #settleInGroup(action: Action, outcome: ActionOutcome, group: Group): void {
    group.open -= 1;
    const isBegun = outcome.kind === "done" || outcome.kind === "failed";
    if (isBegun || (outcome.kind === "skipped" && outcome.isBegun === true)) group.begun.push(action);
    if (outcome.kind === "failed") {
      group.error ??= outcome.error;
      group.failed.push(action);
    }
    if (outcome.kind === "failed" || outcome.kind === "skipped") group.isBroken = true;
    if (outcome.kind === "skipped" && outcome.because.kind === "aborted") group.isAborted = true;
    if (group.open > 0) return;
    if (!group.isBroken) return;
    const actions = group.begun.filter((a) => a.undo !== undefined).reverse();
    const { error, failed } = group;
    this.#continuing.add({
      kind: "undo",
      group: action.group ?? "",
      actions,
      isNeverBegun: group.isAborted && group.begun.length === 0,
      ...(error === undefined ? {} : { failure: { error, of: failed.map(({ target }) => target) } }),
    });
  }
}

/** First in, first out; taking does not move what is left. */
class Queue<T> {
  readonly #items: T[] = [];
  #taken = 0;

  add(item: T): void {
    this.#items.push(item);
  }

  take(): T | undefined {
    return this.#taken < this.#items.length ? this.#items[this.#taken++] : undefined;
  }
}

function newGroup(): Group {
  return {
    open: 0,
    isUnderWay: false,
    begun: [],
    failed: [],
    isAborted: false,
    isBroken: false,
    error: undefined,
  };
}
