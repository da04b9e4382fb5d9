import type { Clock } from "../../src/execute/clock.ts";

export interface ManualClock extends Clock {
  /** Lets time pass, and ends what slept until then. */
  pass(ms: number): void;
  /** Resolves when somebody sleeps. */
  untilSleeping(): Promise<void>;
}

/** Time that passes only when a test says so. */
export function manualClock(): ManualClock {
  let nowMs = 0;
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  const onSleep: (() => void)[] = [];
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { untilMs: nowMs + ms, wake: resolve };
        sleepers.add(sleeper);
        signal.addEventListener("abort", () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
        for (const tell of onSleep.splice(0)) tell();
      }),
    pass: (ms) => {
      nowMs += ms;
      for (const sleeper of sleepers) {
        if (sleeper.untilMs > nowMs) continue;
        sleepers.delete(sleeper);
        sleeper.wake();
      }
    },
    untilSleeping: () =>
      new Promise((resolve) => {
        if (sleepers.size > 0) resolve();
        else onSleep.push(resolve);
      }),
  };
}
