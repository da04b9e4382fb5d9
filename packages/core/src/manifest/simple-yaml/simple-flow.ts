import type { SimpleEntry, SimpleNode } from "./simple-node.ts";
import { isNothing, plainValue, readQuoted } from "./simple-scalar.ts";

export interface FlowLimits {
  /** Called for each key and each value within. */
  readonly count: () => void;
  /** How many levels there may be. */
  readonly depth: number;
}

const unsafeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Reads a collection in brackets that ends on its line, as `["a", b]` and `{ name: X, value: "1" }`.
 * @param text the line's rest, from the bracket on
 * @param start its offset in the whole text
 * @returns `undefined` for what is not simple: quoted keys, keys without a value, a comma behind the last
 */
export function readFlow(text: string, start: number, limits: FlowLimits): SimpleNode | undefined {
  const reader = new FlowReader(text, start, limits);
  const node = reader.collection(1);
  return node !== undefined && isNothing(reader.rest()) ? node : undefined;
}

const plainInFlow = /[^,[\]{}]*/y;
const keyInFlow = /[A-Za-z_][\w./-]*(?=: )/y;

/** Goes along the text; whatever gives `undefined` ends it. */
class FlowReader {
  readonly #text: string;
  readonly #start: number;
  readonly #limits: FlowLimits;
  #at = 0;

  constructor(text: string, start: number, limits: FlowLimits) {
    this.#text = text;
    this.#start = start;
    this.#limits = limits;
  }

  rest(): string {
    return this.#text.slice(this.#at);
  }

  collection(depth: number): SimpleNode | undefined {
    if (depth > this.#limits.depth) return undefined;
    return this.#peek() === "[" ? this.#list(depth) : this.#mapping(depth);
  }

  #list(depth: number): SimpleNode | undefined {
    const start = this.#offset();
    const items: SimpleNode[] = [];
    const isRead = this.#members("]", () => {
      this.#limits.count();
      const item = this.#value(depth);
      if (item !== undefined) items.push(item);
      return item !== undefined;
    });
    if (!isRead) return undefined;
    return { start, plainEnd: start, written: true, value: items.map(({ value }) => value), items };
  }

  #mapping(depth: number): SimpleNode | undefined {
    const start = this.#offset();
    const entries: SimpleEntry[] = [];
    const value: Record<string, unknown> = {};
    const isRead = this.#members("}", () => {
      const entry = this.#entry(depth);
      if (entry === undefined || unsafeKeys.has(entry.key) || Object.hasOwn(value, entry.key)) return false;
      entries.push(entry);
      value[entry.key] = entry.node.value;
      return true;
    });
    return isRead ? { start, plainEnd: start, written: true, value, entries } : undefined;
  }

  #entry(depth: number): SimpleEntry | undefined {
    this.#limits.count();
    this.#limits.count();
    const keyStart = this.#offset();
    const key = this.#match(keyInFlow);
    if (key === undefined) return undefined;
    this.#at += 1;
    this.#skipSpaces();
    const node = this.#value(depth);
    return node === undefined ? undefined : { key, keyStart, node };
  }

  /** What stands between the brackets. @returns whether all of it was read, and the bracket behind it */
  #members(end: "]" | "}", readOne: () => boolean): boolean {
    this.#at += 1;
    this.#skipSpaces();
    if (this.#take(end)) return true;
    for (;;) {
      if (!readOne()) return false;
      this.#skipSpaces();
      if (this.#take(end)) return true;
      if (!this.#take(",")) return false;
      this.#skipSpaces();
    }
  }

  #value(depth: number): SimpleNode | undefined {
    const first = this.#peek();
    if (first === "[" || first === "{") return this.collection(depth + 1);
    const start = this.#offset();
    if (first === '"' || first === "'") {
      const quoted = readQuoted(this.rest(), start);
      if (quoted === undefined) return undefined;
      this.#at += quoted.length;
      return quoted.node;
    }
    const plain = (this.#match(plainInFlow) ?? "").trimEnd();
    const value = plain.includes(" #") ? undefined : plainValue(plain);
    return value === undefined ? undefined : { start, plainEnd: start + plain.length, written: true, value };
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #peek(): string {
    return this.#text.charAt(this.#at);
  }

  #take(sign: string): boolean {
    const isThere = this.#peek() === sign;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #skipSpaces(): void {
    while (this.#peek() === " ") this.#at += 1;
  }

  #offset(): number {
    return this.#start + this.#at;
  }
}
