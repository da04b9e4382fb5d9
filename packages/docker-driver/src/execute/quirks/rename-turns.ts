import { setImmediate } from "node:timers/promises";
import type { EngineClient } from "../../engine/engine-client.ts";
import { within } from "../calls/within.ts";
import type { Clock } from "../clock.ts";

/** Keeps renames apart from what takes a container off a network. */
export interface RenameTurns {
  /** Takes a container off a network, alone or with others, once the renames that came before are over. */
  leave<T>(work: () => Promise<T>): Promise<T>;
  /** Renames a container once nobody is leaving a network any more, or after a second. */
  rename<T>(containerId: string, work: () => Promise<T>): Promise<T>;
}

/** Leaving a network takes a fraction of it. A stop may take as long as the container is given, which is too long. */
const longestWaitMs = 1000;

/** By so many a name is passed on: the new one's to another letter case, the old one's, the new one's. */
const renamesOfName = 3;

/**
 * Docker keeps count of who is on a network, and removes none on which it counts somebody. Up to Docker 24 the rename of
 * a container writes that count as it was a moment before: who has left in that moment is counted until the engine is
 * restarted. docs/decisions/0024-renames-apart.md has what was measured.
 */
export function renameTurns(client: EngineClient, clock: Clock): RenameTurns {
  if (client.isPodman || client.atLeast("1.44"))
    return { leave: (work) => work(), rename: (_, work) => work() };
  const renames = new Set<Promise<unknown>>();
  const leaves = new Set<Promise<unknown>>();

  async function untilLeft(containerId: string, before: readonly Promise<unknown>[]): Promise<void> {
    if (before.length === 0 || !(await isRunning(client, containerId))) return;
    await within(clock, longestWaitMs, new AbortController().signal, () => Promise.allSettled(before));
  }

  return {
    leave: async (work) => {
      for (let renamed = 0; renamed < renamesOfName && renames.size > 0; renamed += 1) {
        await Promise.allSettled(renames);
        // The next one follows at once. It comes first, or each of them would wait anew.
        await setImmediate();
      }
      return await during(leaves, Promise.allSettled([...renames]).then(work));
    },
    rename: (containerId, work) => {
      // Whoever comes later waits for this one.
      const before = [...leaves];
      return during(
        renames,
        untilLeft(containerId, before)
          .then(() => recount(client))
          .then(work),
      );
    },
  };
}

async function during<T>(set: Set<Promise<unknown>>, work: Promise<T>): Promise<T> {
  set.add(work);
  try {
    return await work;
  } finally {
    set.delete(work);
  }
}

/**
 * Whoever asks for the networks makes the engine read its counts again. What it read while somebody was leaving may be from
 * before, and would be written by the rename.
 */
async function recount(client: EngineClient): Promise<void> {
  // The rename itself will tell what is wrong.
  await client.get("/networks", { query: { filters: JSON.stringify({ name: ["^$"] }) } }).catch(() => {});
}

/** One that does not run is on no network: its rename does no harm, and while it is down, time counts. */
async function isRunning(client: EngineClient, id: string): Promise<boolean> {
  try {
    const { State } = await client.get<{ readonly State: { readonly Running: boolean } }>(
      `/containers/${id}/json`,
    );
    return State.Running;
  } catch {
    // The rename itself will tell.
    return false;
  }
}
