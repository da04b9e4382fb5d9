import type { Lock, LockHolder, LockOptions } from "../apply/driver.ts";
import { type Owner, ownerKey } from "../desired/desired-state.ts";
import { HashikeError } from "../errors.ts";
import type { MemoryEngine } from "./memory-engine.ts";

interface Held {
  readonly holder: LockHolder;
  /** Resolves when it is released. */
  readonly ended: Promise<void>;
}

const locksOf = new WeakMap<MemoryEngine, Map<string, Held>>();

/** One for each owner on an engine in memory. There is no clock: who waits at all waits as long as it takes. */
export async function lockInMemory(
  engine: MemoryEngine,
  owners: readonly Owner[],
  { waitSeconds, signal, onWait }: LockOptions,
): Promise<Lock> {
  const locks = locksOf.get(engine) ?? new Map<string, Held>();
  locksOf.set(engine, locks);
  const keys = [...new Set(owners.map(ownerKey))].sort();
  let hasTold = false;
  for (;;) {
    signal?.throwIfAborted();
    const key = keys.find((k) => locks.has(k));
    const held = key === undefined ? undefined : locks.get(key);
    if (held === undefined) return takeAll(engine, locks, keys);
    if (waitSeconds === 0) {
      const { description, sinceSeconds } = held.holder;
      throw new HashikeError("LOCK_HELD", `${key} is being applied by ${description}, since ${sinceSeconds}`);
    }
    if (!hasTold) onWait?.(held.holder);
    hasTold = true;
    await Promise.race([held.ended, aborted(signal)]);
  }
}

function takeAll(engine: MemoryEngine, locks: Map<string, Held>, keys: readonly string[]): Lock {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const held: Held = {
    holder: { description: "another apply in memory", sinceSeconds: engine.nowSeconds },
    ended,
  };
  for (const key of keys) locks.set(key, held);
  return {
    lost: new AbortController().signal,
    release: async () => {
      for (const key of keys) if (locks.get(key) === held) locks.delete(key);
      end();
    },
  };
}

/** Never resolves: it rejects when the signal aborts. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
