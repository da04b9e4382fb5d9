import { textWidth } from "./text-width.ts";

/** May not begin a line (closing marks, small kana and the long mark), nor be left alone on one. */
const notAtStart = /^[、。，．・：；？！）」』】〕ー々っゃゅょッャュョ,.:;?!)\]}]/u;
/** May not end a line. */
const notAtEnd = /[（「『〔([{]$/u;
/** A word (in katakana, too), or one character of a script that is written without spaces. */
const pieces =
  /\s+|[\p{Script=Katakana}ー・]+|[\p{Script=Han}\p{Script=Hiragana}、。（）「」]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。（）「」・ー]+/gu;

/**
 * Breaks a text into lines of at most so many columns: between words, and in Japanese between characters. A word
 * that is longer than a line stays whole.
 */
export function wrapText(text: string, columns: number): readonly string[] {
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, columns));
}

function wrapParagraph(paragraph: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of joinClosing(paragraph.match(pieces) ?? [])) {
    if (textWidth(line + piece.trimEnd()) <= columns || line === "") {
      line += line === "" ? piece.trimStart() : piece;
      continue;
    }
    lines.push(line.trimEnd());
    line = piece.trimStart();
  }
  return [...lines, line.trimEnd()];
}

/** Keeps an opening mark with what it opens, and a closing one with what it closes. */
function joinClosing(all: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const piece of all) {
    const last = joined.at(-1);
    const together =
      last !== undefined && last.trim() !== "" && (notAtStart.test(piece) || notAtEnd.test(last));
    if (together && piece.trim() !== "") joined[joined.length - 1] = last + piece;
    else joined.push(piece);
  }
  return joined;
}
