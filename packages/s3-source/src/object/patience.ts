import { setTimeout as timer } from "node:timers/promises";

/** How long is waited for others. Tests have clocks of their own. */
export interface Patience {
  /** For the next bytes of a body, in milliseconds. A stalled body is an error, not a cut. */
  readonly stallMs: number;
  /** Before each further attempt, in milliseconds; how many there are is how often it is tried. */
  readonly retryDelaysMs: readonly number[];
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

export const defaultPatience: Patience = {
  stallMs: 30_000,
  retryDelaysMs: [100, 300, 1_000, 3_000, 9_000, 15_000],
  sleep: (ms, signal) => timer(ms, undefined, { signal }),
};
