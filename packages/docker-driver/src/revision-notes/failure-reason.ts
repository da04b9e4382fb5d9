import { printable } from "../connect/printable.ts";
import { hideValues } from "../execute/failures/hide-values.ts";

const maxLength = 500;

/**
 * Makes what a revision failed with fit to be kept: one line of at most 500 characters, with `***` for secret values.
 * @param secrets by fingerprint
 */
export function failureReason(reason: string, secrets: Readonly<Record<string, string>>): string {
  // As lines too, which is how a message may already have them.
  const values = Object.values(secrets).flatMap((value) => [value, printable(value)]);
  const hidden = hideValues(reason, values);
  const line = printable(hidden);
  return line.length > maxLength ? `${line.slice(0, maxLength - 3)}...` : line;
}
