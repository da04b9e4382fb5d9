import type { ErrorData } from "../errors.ts";
import type { Plan } from "../plan/plan-types.ts";
import type { Action, Target } from "../plan/steps/action.ts";
import type { ActionOutput, Driver, ExecuteContext } from "./driver.ts";
import type { AboutAction, ApplyEvent } from "./event.ts";
import type { Schedule } from "./schedule.ts";

/** One apply under way. */
export interface Run {
  readonly driver: Driver;
  readonly onEvent: (event: ApplyEvent) => void;
  readonly signal: AbortSignal;
  readonly schedule: Schedule;
  readonly secrets: Readonly<Record<string, string>>;
  readonly outputs: Map<string, ActionOutput>;
  readonly outcomes: Plan["outcomes"];
  /** Ids of actions that were taken back, or were to be: `undone` tells what did not work. */
  readonly takenBack: Set<string>;
  readonly undone: { readonly actionId: string; readonly target: Target; readonly error?: ErrorData }[];
}

/** For what must happen although the apply was aborted: taking back what it began. */
export const neverAborted = new AbortController().signal;

export function contextOf(run: Run, action: Action, signal: AbortSignal): ExecuteContext {
  return {
    // Of its own for each: Node takes many listeners of one signal for a leak, and says so on stderr.
    signal: signal === neverAborted ? new AbortController().signal : AbortSignal.any([signal]),
    outputs: run.outputs,
    secrets: run.secrets,
    onProgress: (progress) => run.onEvent({ type: "action.progress", ...about(action), progress }),
  };
}

export function about(action: Action): AboutAction {
  return { actionId: action.id, actionType: action.type, target: action.target };
}
