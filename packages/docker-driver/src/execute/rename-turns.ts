import type { EngineClient } from "../engine/engine-client.ts";
import type { Clock } from "./clock.ts";
import { within } from "./within.ts";

// Docker keeps count of who is on a network, and removes none on which it counts somebody. Up to Docker 24 the rename of a
// container writes that count as it was read a moment before; who left the network in that moment is counted for ever, or
// until the engine is restarted. docs/decisions/0026-renames-apart.md has what was measured.

/** Leaving a network takes a fraction of it. A stop may take as long as the container is given, which is too long. */
const longestWaitMs = 1000;

/**
 * The same client, but no container is renamed on a network while it takes another one off: a rename waits for what is
 * under way, for a second at most, and what comes later waits for the rename.
 */
export function withRenameTurns(client: EngineClient, clock: Clock): EngineClient {
  if (client.isPodman || client.atLeast("1.44")) return client;
  const renames = new Set<Promise<unknown>>();
  const leaves = new Set<Promise<unknown>>();

  async function leave<T>(send: () => Promise<T>): Promise<T> {
    while (renames.size > 0) await Promise.allSettled(renames);
    return await during(leaves, send());
  }

  function rename<T>(path: string, send: () => Promise<T>): Promise<T> {
    return during(renames, untilLeft(path).then(send));
  }

  async function untilLeft(path: string): Promise<void> {
    if (leaves.size === 0 || !(await isRunning(client, path))) return;
    await within(clock, longestWaitMs, new AbortController().signal, () => Promise.allSettled(leaves));
  }

  return {
    ...client,
    post: (path, options) => {
      const send = () => client.post<never>(path, options);
      if (path.endsWith("/rename")) return rename(path, send);
      return isLeave(path) ? leave(send) : send();
    },
    delete: (path, options) => {
      const send = () => client.delete<never>(path, options);
      return path.startsWith("/containers/") ? leave(send) : send();
    },
    stream: (path, options) => {
      const send = () => client.stream(path, options);
      return isLeave(path) ? leave(send) : send();
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

function isLeave(path: string): boolean {
  return /\/(?:disconnect|stop|restart|kill)$/.test(path);
}

/** One that does not run is on no network, so its rename may come at any time; and while it is down, time counts. */
async function isRunning(client: EngineClient, renamePath: string): Promise<boolean> {
  try {
    const { State } = await client.get<{ readonly State: { readonly Running: boolean } }>(
      renamePath.replace(/rename$/, "json"),
    );
    return State.Running;
  } catch {
    // The rename itself will tell.
    return false;
  }
}
