import type { ApplyEvent, Progress } from "@hashike/core";
import type { Reporter } from "./reporter.ts";
import { addSample, type RateWindow, type TransferRate, transferRate } from "./transfer-rate.ts";

/** What whoever reads along wants to know; a load alone has thousands of steps. */
const betweenLinesMs = 500;

interface Told {
  readonly atMs: number;
  readonly status: string;
  readonly window: RateWindow;
}

/**
 * One JSON event a line: plain data already, the plan in the first of them. How far a transfer is comes with its rate,
 * `bytesPerSecond` and `secondsLeft`, at most twice a second for each action.
 */
export function createJsonReporter(write: (text: string) => void, now: () => number): Reporter {
  const told = new Map<string, Told>();

  function progressLine(
    actionId: string,
    progress: Progress,
  ): (Progress & Partial<TransferRate>) | undefined {
    const nowMs = now();
    const { status, currentBytes } = progress;
    const last = told.get(actionId);
    const isSameWork = last?.status === status;
    const before = isSameWork ? last.window : [];
    const window =
      currentBytes === undefined ? before : addSample(before, { atMs: nowMs, bytes: currentBytes });
    const isDue = !isSameWork || nowMs - last.atMs >= betweenLinesMs || isNewEnd(progress, before);
    told.set(actionId, { status, window, atMs: isDue ? nowMs : last.atMs });
    return isDue ? { ...progress, ...rounded(transferRate(window, progress, nowMs)) } : undefined;
  }

  return {
    planned() {},
    event(event: ApplyEvent) {
      if (event.type !== "action.progress") return write(`${JSON.stringify(event)}\n`);
      const progress = progressLine(event.actionId, event.progress);
      if (progress !== undefined) write(`${JSON.stringify({ ...event, progress })}\n`);
    },
    say() {},
    close() {},
  };
}

/** The last byte is reported whenever it comes, once. */
function isNewEnd({ currentBytes, totalBytes }: Progress, before: RateWindow): boolean {
  return currentBytes !== undefined && currentBytes === totalBytes && before.at(-1)?.bytes !== currentBytes;
}

/** Whole bytes and seconds: more would be no truer. */
function rounded(rate: TransferRate | undefined): Partial<TransferRate> {
  if (rate === undefined) return {};
  const { bytesPerSecond, secondsLeft } = rate;
  const whole = { bytesPerSecond: Math.round(bytesPerSecond) };
  return secondsLeft === undefined ? whole : { ...whole, secondsLeft: Math.ceil(secondsLeft) };
}
