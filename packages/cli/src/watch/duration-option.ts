import { type RawOptions, text } from "../args/options.ts";
import { readDuration } from "../args/read-duration.ts";
import { usageError } from "../args/usage-error.ts";

/**
 * An option such as `--interval 5m`, in seconds.
 * @throws HashikeError `USAGE` for what is no duration, or less than a second
 */
export function durationOption(raw: RawOptions, name: "interval" | "lookInterval"): number | undefined {
  const written = text(raw, name);
  if (written === undefined) return undefined;
  const seconds = readDuration(written);
  if (seconds !== undefined && seconds >= 1) return seconds;
  const flag = name === "interval" ? "--interval" : "--look-interval";
  throw usageError(`${flag}: ${written} is no duration of a second or more`, "write 30s, 5m or 1h30m");
}
