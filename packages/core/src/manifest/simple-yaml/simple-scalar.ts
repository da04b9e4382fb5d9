import type { SimpleNode } from "./simple-node.ts";

/** What a scalar that begins so cannot be told without the whole grammar: indicators of YAML, and white space. */
const startsOddly = /^[-?:,[\]{}#&*!|>'"%@`\s]/;

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
  if (first === '"' || first === "'") return quoted(text, first, start);
  if (first === "[" || first === "{") return emptyCollection(text, start);
  const comment = text.indexOf(" #");
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (startsOddly.test(plain) || plain.includes(": ") || plain.endsWith(":")) return undefined;
  const value = plainValue(plain);
  return value === undefined ? undefined : { start, plainEnd: start + plain.length, written: true, value };
}

function plainValue(plain: string): unknown {
  if (!isNumberLike.test(plain)) return words.has(plain) ? words.get(plain) : plain;
  if (!isNumber.test(plain)) return plain;
  // Other ways to write numbers are rare, and left to the library.
  return /^(?:0|[1-9]\d{0,14})$/.test(plain) ? Number(plain) : undefined;
}

function quoted(text: string, quote: string, start: number): SimpleNode | undefined {
  const end = text.indexOf(quote, 1);
  if (end < 0 || !isNothing(text.slice(end + 1))) return undefined;
  const value = text.slice(1, end);
  if (value.includes("\\") && quote === '"') return undefined;
  return { start, plainEnd: start, written: true, value };
}

function emptyCollection(text: string, start: number): SimpleNode | undefined {
  const pair = text.slice(0, 2);
  if (!isNothing(text.slice(2))) return undefined;
  if (pair === "{}") return { start, plainEnd: start, written: true, value: {}, entries: [] };
  if (pair === "[]") return { start, plainEnd: start, written: true, value: [], items: [] };
  return undefined;
}

/** Whether the rest of a line says nothing more. */
function isNothing(rest: string): boolean {
  return rest === "" || /^ +(?:#.*)?$/.test(rest);
}
