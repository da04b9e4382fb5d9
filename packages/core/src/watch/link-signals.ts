/** A signal that aborts with the first of several. Unlike `AbortSignal.any` it can be let go of. */
export interface LinkedSignal {
  readonly signal: AbortSignal;
  /** Aborts this one alone. */
  abort(): void;
  unlink(): void;
}

/** Signals that live as long as a watch would otherwise gather one listener for each cycle. */
export function linkSignals(...sources: readonly AbortSignal[]): LinkedSignal {
  const controller = new AbortController();
  const abort = () => controller.abort();
  for (const source of sources) {
    if (source.aborted) abort();
    source.addEventListener("abort", abort);
  }
  return {
    signal: controller.signal,
    abort,
    unlink() {
      for (const source of sources) source.removeEventListener("abort", abort);
    },
  };
}
