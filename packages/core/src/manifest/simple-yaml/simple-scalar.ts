import type { SimpleNode } from "./simple-node.ts";

/**
 * What a scalar that begins so cannot be told without the whole grammar: indicators of YAML, and white space. A dash
 * is none before a letter, as in the options of commands: `-c`, `--port`.
 */
const startsOddly = /^[?:,[\]{}#&*!|>'"%@`\s]|^-(?!-?[A-Za-z])/;

/** Words and numbers that are not text. Source: YAML 1.2.2, section 10.3.2 (core schema). */
const isNumberLike = /^[-+.]?[\d.]/;
const isNumber =
  /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/**
 * Reads what stands behind a key or a dash on one line.
 * @param text the line's rest, from its first character on, without white space at the end
 * @param start its offset in the whole text
 * @returns `undefined` for what is not simple
 */
export function readScalar(text: string, start: number): SimpleNode | undefined {
  const first = text.charAt(0);
  if (first === '"' || first === "'") {
    const quoted = readQuoted(text, start);
    return quoted !== undefined && isNothing(text.slice(quoted.length)) ? quoted.node : undefined;
  }
  const comment = text.indexOf(" #");
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  const value = plainValue(plain);
  return value === undefined ? undefined : { start, plainEnd: start + plain.length, written: true, value };
}

/** @returns `undefined` for a text that is not simple, in brackets or out of them */
export function plainValue(plain: string): unknown {
  if (plain === "" || startsOddly.test(plain) || plain.includes(": ") || plain.endsWith(":"))
    return undefined;
  if (!isNumberLike.test(plain)) return words.has(plain) ? words.get(plain) : plain;
  if (!isNumber.test(plain)) return plain;
  // Other ways to write numbers are rare, and left to the library.
  return /^(?:0|[1-9]\d{0,14})$/.test(plain) ? Number(plain) : undefined;
}

/**
 * Reads what is in quotes at the beginning of a text.
 * @returns `length`: with the quotes; what comes then is for the caller to judge
 */
export function readQuoted(
  text: string,
  start: number,
): { readonly node: SimpleNode; readonly length: number } | undefined {
  const quote = text.charAt(0);
  const end = text.indexOf(quote, 1);
  const value = text.slice(1, end);
  if (end < 0 || (value.includes("\\") && quote === '"')) return undefined;
  return { node: { start, plainEnd: start, written: true, value }, length: end + 1 };
}

/** Whether the rest of a line says nothing more. */
export function isNothing(rest: string): boolean {
  return rest === "" || /^ +(?:#.*)?$/.test(rest);
}
