import { setTimeout } from "node:timers/promises";
import type { Clock } from "@hashike/core";

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
};
