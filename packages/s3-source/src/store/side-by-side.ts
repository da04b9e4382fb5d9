const concurrency = 8;

/** Does the same with many things, eight at a time. @returns what became of each, in their order */
export async function mapSideBySide<T, R>(
  things: readonly T[],
  work: (thing: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  // The workers share one iterator: each takes what is next.
  const queue = things.entries();
  const workers = Array.from({ length: Math.min(concurrency, things.length) }, async () => {
    for (const [index, thing] of queue) results[index] = await work(thing);
  });
  await Promise.all(workers);
  return results;
}
