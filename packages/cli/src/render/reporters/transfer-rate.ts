import type { Progress } from "@hashike/core";

/** How far a transfer was at some moments of late, the oldest first. */
export type RateWindow = readonly RateSample[];

export interface RateSample {
  readonly atMs: number;
  readonly bytes: number;
}

/** What can be said of a transfer's speed. */
export interface TransferRate {
  /** Over the last few seconds; 0 when nothing has come for so long. */
  readonly bytesPerSecond: number;
  /** At that rate; absent where the size is not known or nothing comes. */
  readonly secondsLeft?: number;
}

/** Long enough for a calm figure, short enough to tell of a change. */
const windowMs = 5000;
/** Of what comes faster only the last is kept, which bounds the window. */
const stepMs = 250;
/** Before that a rate says more about buffers than about the way. */
const settledMs = 1000;

/** @returns the window with a moment added; begun anew when bytes are counted from the front again */
export function addSample(window: RateWindow, sample: RateSample): RateWindow {
  const last = window.at(-1);
  if (last === undefined || sample.bytes < last.bytes) return [sample];
  const before = window.at(-2);
  const isSoon = before !== undefined && last.atMs - before.atMs < stepMs;
  return [...recent(isSoon ? window.slice(0, -1) : window, sample.atMs), sample];
}

/** @returns undefined while it is too early to tell, and for what is not counted in bytes or all there */
export function transferRate(
  window: RateWindow,
  { currentBytes, totalBytes }: Progress,
  nowMs: number,
): TransferRate | undefined {
  if (currentBytes === undefined || currentBytes === totalBytes) return undefined;
  const [first] = recent(window, nowMs);
  const elapsedMs = first === undefined ? 0 : nowMs - first.atMs;
  if (first === undefined || elapsedMs < settledMs) return undefined;
  const bytesPerSecond = ((currentBytes - first.bytes) / elapsedMs) * 1000;
  if (totalBytes === undefined || totalBytes < currentBytes || bytesPerSecond <= 0) return { bytesPerSecond };
  return { bytesPerSecond, secondsLeft: (totalBytes - currentBytes) / bytesPerSecond };
}

/** The samples of the last few seconds, and the one before them: it tells where those began. */
function recent(window: RateWindow, nowMs: number): RateWindow {
  const firstWithin = window.findIndex(({ atMs }) => atMs > nowMs - windowMs);
  return firstWithin < 0 ? window.slice(-1) : window.slice(Math.max(0, firstWithin - 1));
}
