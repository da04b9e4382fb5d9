/**
 * JSON with sorted keys and without what is `undefined`, so that equal values give equal text.
 * @param value plain JSON data; no cycles
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  if (isSorted(entries)) return value;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isSorted(entries: readonly (readonly [string, unknown])[]): boolean {
  return entries.every(([key], index) => index === 0 || (entries[index - 1]?.[0] ?? "") < key);
}
