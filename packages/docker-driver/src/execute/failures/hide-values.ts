/** Anything shorter is found in too many other words. */
export const shortLength = 4;

/**
 * A text with `***` for each of these values. Very short ones count only as whole words: else no text would be left of
 * `1`.
 * @param values in any order: the longest is looked for first, as one may be part of another
 */
export function hideValues(text: string, values: readonly string[]): string {
  return values
    .filter((value) => value !== "")
    .sort((a, b) => b.length - a.length)
    .reduce(hide, text);
}

function hide(text: string, value: string): string {
  if (value.length >= shortLength) return text.replaceAll(value, "***");
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, "gu"), "***");
}
