import { readDuration } from "./read-duration.ts";
import { usageError } from "./usage-error.ts";

/**
 * `--since` as what drivers take: a duration back from now (`10m`, `1h30m`), seconds since the epoch, or a time.
 * @throws HashikeError `USAGE`
 */
export function readSince(text: string, nowMs: number): string {
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  const back = readDuration(text);
  if (back !== undefined) return String(Math.floor(nowMs / 1000) - back);
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw usageError(
    `--since: ${text} is no duration and no time`,
    "write 10m, 1h30m, or 2026-11-21T08:00:00Z",
  );
}
