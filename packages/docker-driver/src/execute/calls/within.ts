import type { Clock } from "../clock.ts";

/**
 * Runs something that may take only so long. When the time is over its signal aborts.
 * @param signal ends it early
 * @returns what it gave; `"late"` when the time was over first
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | "late"> {
  const running = new AbortController();
  const waiting = new AbortController();
  const late = clock.sleep(ms, AbortSignal.any([signal, waiting.signal])).then(
    () => "late" as const,
    () => new Promise<never>(() => {}),
  );
  try {
    const done = run(AbortSignal.any([signal, running.signal]));
    const first = await Promise.race([done, late]);
    if (first === "late") {
      running.abort();
      // Its end is of no interest any more, nor is its failure.
      done.catch(() => {});
    }
    return first;
  } finally {
    waiting.abort();
  }
}
