/** Escape sequences for the lines at the bottom of a terminal that are drawn over again and again. */
const hideCursor = "\u001b[?25l";
const clearBelow = "\u001b[J";

export const showCursor = "\u001b[?25h";

export interface Frame {
  /** How many lines the last frame left to be drawn over. */
  readonly previousRows: number;
  /** Lines that from now on stay, above the live ones. */
  readonly settled: readonly string[];
  /** None may be wider than the terminal: a wrapped line would be counted wrong and left behind. */
  readonly live: readonly string[];
}

/** One frame as text to write. */
export function drawFrame({ previousRows, settled, live }: Frame): string {
  const up = previousRows === 0 ? "" : `\u001b[${previousRows}A`;
  const lines = [...settled, ...live].map((line) => `${line}\n`).join("");
  return `${hideCursor}${up}\r${clearBelow}${lines}`;
}
