import type { ApplyEvent, Progress } from "@hashike/core";
import { engineGoneWords, isEngineGone } from "../engine-gone.ts";
import type { ActionWords } from "../words/action-words.ts";
import { failureWords } from "../words/failure-words.ts";
import { addSample, type RateWindow } from "./transfer-rate.ts";

/** An action that is under way, or the undoing of one. */
export interface RunningAction {
  readonly id: string;
  readonly words: ActionWords;
  readonly startedAtMs: number;
  readonly progress?: Progress;
  /** Of the current kind of work. */
  readonly rateWindow?: RateWindow;
}

/** Something that is over, and stays on the screen. */
export interface ProgressLine {
  readonly outcome: "done" | "failed" | "undone" | "notice";
  readonly text: string;
  readonly tookMs?: number;
  readonly bytes?: number;
}

export interface ProgressState {
  /** In the order they began. */
  readonly running: readonly RunningAction[];
  /** It was said already. */
  readonly isEngineGone?: boolean;
}

export const noProgress: ProgressState = { running: [] };

export interface ProgressStep {
  readonly state: ProgressState;
  readonly lines: readonly ProgressLine[];
}

export interface ProgressContext {
  readonly nowMs: number;
  readonly wordsOf: (actionId: string) => ActionWords;
  /** Also tell of what is minor. */
  readonly verbose?: boolean;
}

/** What an event changes on the screen: what runs now, and what is to be said for good. */
export function reduceProgress(
  state: ProgressState,
  event: ApplyEvent,
  context: ProgressContext,
): ProgressStep {
  const step = reduce(state, event, context);
  const isMinor =
    "actionId" in event && context.wordsOf(event.actionId).isMinor === true && context.verbose !== true;
  return isMinor ? { ...step, lines: step.lines.filter((line) => !isSuccess(line)) } : step;
}

function isSuccess({ outcome }: ProgressLine): boolean {
  return outcome === "done" || outcome === "undone";
}

function reduce(state: ProgressState, event: ApplyEvent, { nowMs, wordsOf }: ProgressContext): ProgressStep {
  switch (event.type) {
    case "action.started":
    case "undo.started": {
      const words = wordsOf(event.actionId);
      return begin(state, { id: event.actionId, words, startedAtMs: nowMs });
    }
    case "action.progress":
      return { state: advance(state, event.actionId, event.progress, nowMs), lines: [] };
    case "action.finished":
      return end(state, event.actionId, nowMs, ({ words }) => ({ outcome: "done", text: words.done }));
    case "action.failed":
      if (isEngineGone(event.error)) return tellGone(state, event, nowMs);
      return end(state, event.actionId, nowMs, ({ words }) => ({
        outcome: "failed",
        text: failureWords(event.error.message, words.toDo, event.target),
      }));
    case "undo.finished":
      return end(state, event.actionId, nowMs, ({ words }) => ({
        outcome: "undone",
        text: `put back: ${words.done}`,
      }));
    case "undo.failed":
      if (isEngineGone(event.error)) return tellGone(state, event, nowMs);
      return end(state, event.actionId, nowMs, ({ words }) => ({
        outcome: "failed",
        text: `not put back: ${failureWords(event.error.message, words.toDo, event.target)}`,
      }));
    case "action.skipped":
      // One that was begun and then cut by an abort is no longer under way; the end says what was left out.
      return { state: without(state, event.actionId), lines: [] };
    case "notice":
      return { state, lines: [{ outcome: "notice", text: event.message }] };
    case "apply.started":
    case "apply.finished":
      return { state: noProgress, lines: [] };
  }
}

/** All that is under way fails in the same way. */
function tellGone(
  state: ProgressState,
  { actionId, error }: Extract<ApplyEvent, { readonly type: "action.failed" | "undo.failed" }>,
  nowMs: number,
): ProgressStep {
  if (state.isEngineGone === true) return { state: without(state, actionId), lines: [] };
  const step = end(state, actionId, nowMs, () => ({ outcome: "failed", text: engineGoneWords(error) }));
  return { ...step, state: { ...step.state, isEngineGone: true } };
}

function begin(state: ProgressState, action: RunningAction): ProgressStep {
  return { state: { ...state, running: [...state.running, action] }, lines: [] };
}

function advance(state: ProgressState, id: string, progress: Progress, nowMs: number): ProgressState {
  const running = state.running.map((action) => {
    if (action.id !== id) return action;
    const isSameWork = action.progress?.status === progress.status;
    const window = (isSameWork ? action.rateWindow : undefined) ?? [];
    const { currentBytes } = progress;
    const rateWindow =
      currentBytes === undefined ? window : addSample(window, { atMs: nowMs, bytes: currentBytes });
    return { ...action, progress, rateWindow };
  });
  return { ...state, running };
}

function end(
  state: ProgressState,
  id: string,
  nowMs: number,
  lineOf: (action: RunningAction) => ProgressLine,
): ProgressStep {
  const action = state.running.find((a) => a.id === id);
  if (action === undefined) return { state, lines: [] };
  const bytes = action.progress?.totalBytes;
  const line: ProgressLine = {
    ...lineOf(action),
    tookMs: nowMs - action.startedAtMs,
    ...(bytes === undefined ? {} : { bytes }),
  };
  return { state: without(state, id), lines: [line] };
}

function without(state: ProgressState, id: string): ProgressState {
  return { ...state, running: state.running.filter((a) => a.id !== id) };
}
