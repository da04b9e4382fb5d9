import { setTimeout } from "node:timers/promises";
import type { Clock } from "@hashike/core";

/** Monotonic: a time of day that is set back must not put off what is due. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
};
