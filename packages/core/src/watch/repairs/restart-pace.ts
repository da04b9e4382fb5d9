/** How long restarts of one container have to be apart: Kubernetes' CrashLoopBackOff, with its numbers. */
export interface RestartPace {
  /** From the failure, now, to its restart. */
  waitMs(containerId: string, nowMs: number): number;
  /** Restarts in a row so far. */
  inARow(containerId: string): number;
  restarted(containerId: string, nowMs: number): void;
}

const firstWaitMs = 10_000;
const longestWaitMs = 300_000;
/** A container that ran for so long begins anew. */
const calmMs = 600_000;

interface Restarts {
  readonly inARow: number;
  readonly lastMs: number;
}

/** The first restart comes at once, the next after 10 seconds, then after twice as long each time, up to 5 minutes. */
export function createRestartPace(): RestartPace {
  const restarts = new Map<string, Restarts>();

  function recent(id: string, nowMs: number): Restarts | undefined {
    // All of them, for containers that are gone are asked for no more.
    for (const [other, { lastMs }] of restarts) if (nowMs - lastMs >= calmMs) restarts.delete(other);
    return restarts.get(id);
  }

  return {
    waitMs(id, nowMs) {
      const before = recent(id, nowMs);
      if (before === undefined) return 0;
      return Math.min(firstWaitMs * 2 ** Math.min(before.inARow - 1, 30), longestWaitMs);
    },
    inARow: (id) => restarts.get(id)?.inARow ?? 0,
    restarted(id, nowMs) {
      restarts.set(id, { inARow: (recent(id, nowMs)?.inARow ?? 0) + 1, lastMs: nowMs });
    },
  };
}
