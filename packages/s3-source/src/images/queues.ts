/** Work that must not overlap, by what it is on and a key. */
export interface Queues {
  /** Runs `work` after all earlier work on the same key, whether that succeeded or not. */
  run<T>(on: object, key: string, work: () => Promise<T>): Promise<T>;
}

export function createQueues(): Queues {
  const queues = new WeakMap<object, Map<string, Promise<unknown>>>();
  return {
    run: (on, key, work) => {
      const queue = queues.get(on) ?? new Map<string, Promise<unknown>>();
      queues.set(on, queue);
      const before = queue.get(key) ?? Promise.resolve();
      const result = before.then(work);
      const settled = result.catch(() => {});
      queue.set(key, settled);
      // Only the last in line clears up.
      void settled.then(() => queue.get(key) === settled && queue.delete(key));
      return result;
    },
  };
}
