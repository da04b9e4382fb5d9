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
    linkedTo(source).add(abort);
  }
  return {
    signal: controller.signal,
    abort,
    unlink() {
      for (const source of sources) linkedTo(source).delete(abort);
    },
  };
}

/** By source, what it ends. */
const linked = new WeakMap<AbortSignal, Set<() => void>>();

/** One listener for all that are linked to a source: Node takes many of one signal for a leak, and says so on stderr. */
function linkedTo(source: AbortSignal): Set<() => void> {
  const known = linked.get(source);
  if (known !== undefined) return known;
  const all = new Set<() => void>();
  linked.set(source, all);
  source.addEventListener("abort", () => {
    for (const abort of all) abort();
  });
  return all;
}
