import { wholeNumber } from "../../manifest/schema.ts";
import { mostSeconds } from "../container/schema/seconds.ts";

export function drainSecondsSchema(more: { readonly default?: number } = {}) {
  return wholeNumber(
    "Seconds that an old container goes on serving after a new one took its name, before it is asked to end.",
    0,
    mostSeconds,
    more,
  );
}
