import { setTimeout } from "node:timers/promises";

/** Time as waiting actions see it; tests bring their own. */
export interface Clock {
  /** Milliseconds; only differences mean anything. */
  now(): number;
  /** Ends early, with an error, when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal });
  },
};
