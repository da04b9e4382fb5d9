import type { Clock } from "./watch-options.ts";

/** What the loop sleeps on: until a time, or until somebody rings. A ring while nobody sleeps is not lost. */
export interface Alarm {
  ring(): void;
  /** @param untilMs by the clock; `Infinity` when only a ring is waited for */
  wait(untilMs: number): Promise<void>;
}

/** A timer of Node cannot be set further; whoever wakes early looks and sleeps on. */
const longestSleepMs = 24 * 3_600_000;

export function createAlarm(clock: Clock): Alarm {
  let rung = false;
  let sleeper: AbortController | undefined;
  return {
    ring() {
      rung = true;
      sleeper?.abort();
    },
    async wait(untilMs) {
      const ms = Math.min(untilMs - clock.nowMs(), longestSleepMs);
      if (!rung && ms > 0) {
        sleeper = new AbortController();
        await clock.sleep(ms, sleeper.signal);
        sleeper = undefined;
      }
      rung = false;
    },
  };
}
