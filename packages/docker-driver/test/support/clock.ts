import type { Clock } from "../../src/execute/clock.ts";

/** A clock of the test's own: a second passes whenever somebody sleeps. */
export function fastClock(onSleep: (slept: number) => Promise<void> = async () => {}): Clock {
  let ms = 0;
  let slept = 0;
  return {
    now: () => ms,
    sleep: async (forMs) => {
      ms += forMs;
      slept += 1;
      await onSleep(slept);
    },
  };
}
