import { printable } from "../connect/printable.ts";

const maxLength = 500;
const shortLength = 4;

/**
 * Makes what a revision failed with fit to be kept: one line of at most 500 characters, with `***` for secret values.
 * @param secrets by fingerprint. Very short ones count only as whole words: else no text would be left of `1`
 */
export function failureReason(reason: string, secrets: Readonly<Record<string, string>>): string {
  // Longest first: one may be part of another. As lines too, which is how a message may already have them.
  const values = Object.values(secrets).flatMap((value) => [value, printable(value)]);
  const hidden = values
    .filter((value) => value !== "")
    .sort((a, b) => b.length - a.length)
    .reduce(hide, reason);
  const line = printable(hidden);
  return line.length > maxLength ? `${line.slice(0, maxLength - 3)}...` : line;
}

function hide(text: string, value: string): string {
  if (value.length >= shortLength) return text.replaceAll(value, "***");
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu"), "***");
}
