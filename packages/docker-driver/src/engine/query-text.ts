import type { Query } from "./call.ts";

/** With the `?` before it; empty for none. */
export function queryText(query: Query): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map(
      (one: unknown) => `${name}=${encodeURIComponent(String(one))}`,
    ),
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}
