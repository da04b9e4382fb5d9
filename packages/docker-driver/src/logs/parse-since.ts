import { HashikeError } from "@hashike/core";

/**
 * @param since seconds since the epoch, or an RFC 3339 time
 * @returns seconds since the epoch, the only form that the engine's API takes
 */
export function parseSince(since: string): string {
  if (/^\d+(\.\d{1,9})?$/.test(since)) return since;
  const ms = /^\d{4}-\d{2}-\d{2}/.test(since) ? Date.parse(since) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw new HashikeError("USAGE", `not a time: ${since}`, {
      hint: "give seconds since 1970, or a time like 2026-11-21T08:00:00Z",
    });
  }
  return (ms / 1000).toFixed(3);
}
