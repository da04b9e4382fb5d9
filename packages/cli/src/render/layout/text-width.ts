/** Characters that take no room of their own: combining marks, joiners, variation selectors. */
const zeroWidth = /^[\p{Mn}\p{Me}\u200b-\u200d\u2060\ufeff]$/u;
const emoji = /^\p{Emoji_Presentation}$/u;

/** First and last code points that a terminal shows two columns wide (Unicode East Asian Width W and F). */
const wideRanges: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x20000, 0x3fffd],
];

/** Columns that a text takes on a terminal. Colour sequences take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of withoutColours(text)) width += characterWidth(character);
  return width;
}

/**
 * Cuts a text to a number of columns, with `…` for what is left out.
 * @param text without colour sequences
 */
export function truncate(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const character of text) {
    width += characterWidth(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns < 1 ? "" : `${kept}…`;
}

/** Fills up with spaces on the right; a text that is too wide stays as it is. */
export function padEnd(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - textWidth(text)));
}

function characterWidth(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 0x300) return 1;
  if (zeroWidth.test(character)) return 0;
  if (emoji.test(character)) return 2;
  return wideRanges.some(([first, last]) => codePoint >= first && codePoint <= last) ? 2 : 1;
}

function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colour sequences begin with one
  return text.replace(/\u001b\[[\d;:]*m/g, "");
}
