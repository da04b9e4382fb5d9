/** A line that says something. */
export interface SimpleLine {
  /** Number of spaces before it. */
  readonly indent: number;
  /** Offset of its first character that is no space. */
  readonly start: number;
  /** What it says, without white space at both ends. */
  readonly text: string;
}

/** Tabs and carriage returns have rules of their own, and so have characters that cannot be seen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const odd = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff]/;

/** Lines, and how much work the YAML library would have with them. */
export interface SimpleLines {
  readonly lines: readonly SimpleLine[];
  /** At least as many words and signs as its lexer counts, if the lines are simple. */
  readonly lexemes: number;
}

/** @returns the lines that are neither empty nor comments; `undefined` for a text with unusual characters */
export function readLines(text: string): SimpleLines | undefined {
  if (odd.test(text)) return undefined;
  const lines: SimpleLine[] = [];
  let lexemes = 0;
  for (let lineStart = 0; lineStart < text.length; ) {
    const newline = text.indexOf("\n", lineStart);
    const end = newline < 0 ? text.length : newline;
    let start = lineStart;
    while (start < end && text.charCodeAt(start) === 0x20) start += 1;
    // A line has at most: spaces, a comment, a line end; a dash, a key, a colon and a value with spaces between.
    lexemes += 3;
    if (start < end && text.charCodeAt(start) !== 0x23) {
      const line = { indent: start - lineStart, start, text: text.slice(start, end).trimEnd() };
      lexemes += line.text.startsWith("-") ? 8 : 6;
      // In brackets each character may be a sign, or a word with the mark that the lexer puts before it.
      if (/[[{]/.test(line.text)) lexemes += 2 * line.text.length;
      lines.push(line);
    }
    lineStart = end + 1;
  }
  return { lines, lexemes };
}
