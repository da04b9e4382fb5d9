import type { HeldBack } from "@hashike/core";
import type { Style } from "./layout/style.ts";
import { plainLine } from "./plain-text.ts";
import { targetWords } from "./words/target-words.ts";

/** What is not tried now, because it failed not long ago, a line each. Empty when there is nothing of the kind. */
export function heldBackLines(heldBack: readonly HeldBack[], style: Style): readonly string[] {
  if (heldBack.length === 0) return [];
  return [
    ...heldBack.map((held) => `${style.warning("held back:")} ${plainLine(heldBackWords(held))}`),
    "           --retry-failed tries again at once",
  ];
}

function heldBackWords({ target, failed, untilSeconds }: HeldBack): string {
  const times = failed.failures === 1 ? "once" : `${failed.failures} times`;
  const until = new Date(untilSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
  return `${targetWords(target)} stays as it is until ${until}; what is wanted failed ${times}: ${failed.reason}`;
}
