import { setImmediate } from "node:timers/promises";
import type { Clock } from "../src/index.ts";

export interface SimulatedClock extends Clock {
  /** Lets so much time pass: everybody who sleeps wakes at his time, and does what he can before it goes on. */
  advance(ms: number): Promise<void>;
  /** Lets everybody do what he can without time passing. */
  settle(): Promise<void>;
  /** How many sleep now. */
  sleepers(): number;
}

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/** Time that passes only when a test says so. */
export function createSimulatedClock(startMs = 1_000_000_000): SimulatedClock {
  let now = startMs;
  const sleepers = new Set<Sleeper>();
  // Nothing below does real I/O, so a few turns of the event loop let all promises run their course.
  const settle = async () => {
    for (let turn = 0; turn < 3; turn++) await setImmediate();
  };
  const wakeNext = (untilMs: number): boolean => {
    const next = [...sleepers].sort((a, b) => a.untilMs - b.untilMs)[0];
    if (next === undefined || next.untilMs > untilMs) return false;
    now = Math.max(now, next.untilMs);
    next.wake();
    return true;
  };
  return {
    nowMs: () => now,
    settle,
    sleepers: () => sleepers.size,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = () => {
          sleepers.delete(sleeper);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const sleeper: Sleeper = { untilMs: now + ms, wake };
        if (signal.aborted) return resolve();
        signal.addEventListener("abort", wake);
        sleepers.add(sleeper);
      }),
    async advance(ms) {
      const end = now + ms;
      await settle();
      while (wakeNext(end)) await settle();
      now = end;
      await settle();
    },
  };
}
