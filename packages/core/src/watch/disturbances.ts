import type { EngineEvent } from "../apply/driver.ts";
import { backOffMs } from "./back-off.ts";
import type { WatchCause } from "./watch-event.ts";

/** What the engine told that calls for a look, gathered so that a burst calls for one. */
export interface Disturbances {
  add(event: EngineEvent, nowMs: number): void;
  /** When to look, by the clock; `Infinity` when nothing was told. */
  dueMs(): number;
  /** Forgets everything that was told: a look sees it all. */
  take(): Disturbance | undefined;
  /** That look found nothing to do: it is taken for too early, and another one due a little later. */
  unseen(disturbance: Disturbance, nowMs: number): void;
}

export type Disturbance = Extract<WatchCause, { kind: "engineEvent" }>;

/** From the first event of a burst to the look: `docker rm --force` alone tells three things. */
const gatherMs = 100;
/** A container that was left in peace for so long begins anew. */
const peaceMs = 10_000;
/**
 * Docker tells that a container has died before it lists it as such: it takes it off its networks first, which lasts
 * under load.
 */
const waitsForUnseenMs = [250, 1000, 4000, 15_000] as const;

interface Pace {
  readonly inARow: number;
  readonly lastMs: number;
}

/**
 * The first two disturbances of a container are looked at within {@link gatherMs}. One that dies again and again is looked
 * at more and more rarely, as an engine does with its restarts; others are not held up by it.
 */
export function createDisturbances(longestWaitMs: number): Disturbances {
  // By container's name; only what was told lately.
  const paces = new Map<string, Pace>();
  let dueMs = Number.POSITIVE_INFINITY;
  let first: { readonly action: string; readonly container?: string } | undefined;
  let further = 0;
  let gathered = new Set<string>();
  let looksInVain = 0;

  const restAfter = (inARow: number) => Math.max(peaceMs, 2 * backOffMs(inARow, longestWaitMs));

  function paceOf(name: string, nowMs: number): Pace {
    for (const [other, pace] of paces) if (nowMs - pace.lastMs > restAfter(pace.inARow)) paces.delete(other);
    return paces.get(name) ?? { inARow: 0, lastMs: nowMs };
  }

  return {
    add({ action, container, network }, nowMs) {
      const name = container?.name ?? network?.containerId ?? "";
      const pace = paceOf(name, nowMs);
      const isNew = !gathered.has(name);
      looksInVain = 0;
      if (isNew) {
        gathered.add(name);
        // Once is chance, and so is a second time.
        const restMs = backOffMs(Math.max(0, pace.inARow - 1), longestWaitMs);
        dueMs = Math.min(dueMs, nowMs + Math.max(gatherMs, restMs));
        paces.set(name, { inARow: pace.inARow + 1, lastMs: nowMs });
      }
      if (first === undefined) first = { action, ...(container === undefined ? {} : { container: name }) };
      else further += 1;
    },
    dueMs: () => dueMs,
    take() {
      const taken = first === undefined ? undefined : { kind: "engineEvent" as const, ...first, further };
      dueMs = Number.POSITIVE_INFINITY;
      first = undefined;
      further = 0;
      gathered = new Set();
      return taken;
    },
    unseen({ kind: _, further: others, ...told }, nowMs) {
      const waitMs = waitsForUnseenMs[looksInVain];
      if (waitMs === undefined) return;
      looksInVain += 1;
      dueMs = Math.min(dueMs, nowMs + waitMs);
      further += first === undefined ? others : others + 1;
      first = told;
    },
  };
}
