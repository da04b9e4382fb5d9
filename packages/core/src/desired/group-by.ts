import { addToList } from "./add-to-list.ts";

/** By key, the items that have it, in their order. An item may have several keys, or none. */
export function groupBy<K, T>(
  items: Iterable<T>,
  keysOf: (item: T) => Iterable<K>,
): ReadonlyMap<K, readonly T[]> {
  const found = new Map<K, T[]>();
  for (const item of items) for (const key of keysOf(item)) addToList(found, key, item);
  return found;
}
