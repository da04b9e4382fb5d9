import type { YamlLimits } from "../limits.ts";
import { readFlow } from "./simple-flow.ts";
import { readLines, type SimpleLine } from "./simple-lines.ts";
import type { SimpleEntry, SimpleNode } from "./simple-node.ts";
import { readScalar } from "./simple-scalar.ts";

const unsafeKeys: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Ends reading: the text is not simple. Never leaves this file. */
class NotSimple extends Error {}

/**
 * Reads YAML as nearly all manifests are written: mappings and lists by indentation, or in brackets on one line, scalars
 * on one line, comments, documents between `---`. Many times as fast as the whole grammar, and never another
 * reading: what is not simple is left to the library.
 * @returns one node for each document, none of them empty; `undefined` when the text is not simple
 */
export function parseSimpleYaml(text: string, limits: YamlLimits): readonly SimpleNode[] | undefined {
  const read = readLines(text);
  if (read === undefined || read.lexemes > limits.lexemes) return undefined;
  try {
    const documents = splitDocuments(read.lines);
    if (documents.length > limits.documents) return undefined;
    return documents.map((document) => new Reader(document, limits).read());
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

/** @throws NotSimple for a document without a line */
function splitDocuments(lines: readonly SimpleLine[]): readonly (readonly SimpleLine[])[] {
  const documents: (readonly SimpleLine[])[] = [];
  let begin = 0;
  for (const [index, { indent, text }] of lines.entries()) {
    if (indent > 0 || !text.startsWith("---")) continue;
    if (text !== "---") throw new NotSimple();
    if (index > 0) documents.push(lines.slice(begin, index));
    begin = index + 1;
  }
  documents.push(lines.slice(begin));
  if (documents.some((document) => document.length === 0)) throw new NotSimple();
  return documents;
}

class Reader {
  readonly #lines: readonly SimpleLine[];
  readonly #limits: YamlLimits;
  #next = 0;
  #depth = 0;
  #values = 0;

  constructor(lines: readonly SimpleLine[], limits: YamlLimits) {
    this.#lines = lines;
    this.#limits = limits;
  }

  read(): SimpleNode {
    const node = this.#block(0);
    if (this.#next < this.#lines.length) throw new NotSimple();
    return node;
  }

  /** What begins at the next line, whose indentation is known. */
  #block(indent: number): SimpleNode {
    const line = this.#line();
    if (line?.indent !== indent) throw new NotSimple();
    this.#depth += 1;
    if (this.#depth > this.#limits.depth) throw new NotSimple();
    const node = isItem(line) ? this.#list(indent) : this.#mapping(indent, line);
    this.#depth -= 1;
    return node;
  }

  #list(indent: number): SimpleNode {
    const items: SimpleNode[] = [];
    const start = this.#line()?.start ?? 0;
    for (let line = this.#line(); line?.indent === indent && isItem(line); line = this.#line()) {
      this.#count();
      items.push(this.#item(line));
    }
    return { start, plainEnd: start, written: true, value: items.map(({ value }) => value), items };
  }

  #item({ indent, start, text }: SimpleLine): SimpleNode {
    const rest = text.slice(1);
    const inner = rest.trimStart();
    const gap = 1 + rest.length - inner.length;
    const line: SimpleLine = { indent: indent + gap, start: start + gap, text: inner };
    if (inner === "" || isItem(line)) throw new NotSimple();
    if (keyEnd(inner) >= 0) {
      this.#depth += 1;
      if (this.#depth > this.#limits.depth) throw new NotSimple();
      const node = this.#mapping(line.indent, line);
      this.#depth -= 1;
      return node;
    }
    this.#next += 1;
    return this.#inline(line, indent);
  }

  /** @param first its first entry, which may stand behind a dash */
  #mapping(indent: number, first: SimpleLine): SimpleNode {
    const entries: SimpleEntry[] = [];
    const value: Record<string, unknown> = {};
    for (let line: SimpleLine | undefined = first; line?.indent === indent; line = this.#line()) {
      if (line !== first && isItem(line)) break;
      this.#next += 1;
      const entry = this.#entry(line);
      if (unsafeKeys.has(entry.key) || Object.hasOwn(value, entry.key)) throw new NotSimple();
      entries.push(entry);
      value[entry.key] = entry.node.value;
    }
    return { start: first.start, plainEnd: first.start, written: true, value, entries };
  }

  #entry(line: SimpleLine): SimpleEntry {
    const end = keyEnd(line.text);
    if (end < 0) throw new NotSimple();
    const key = line.text.slice(0, end);
    // The key counts as well.
    this.#count();
    this.#count();
    const rest = line.text.slice(end + 1);
    const text = rest.trimStart();
    const start = line.start + end + 1 + rest.length - text.length;
    if (text !== "" && !text.startsWith("#")) {
      return {
        key,
        keyStart: line.start,
        node: this.#inline({ indent: line.indent, start, text }, line.indent),
      };
    }
    return { key, keyStart: line.start, node: this.#below(line, start) };
  }

  /** What belongs to a key that nothing stands behind. */
  #below({ indent }: SimpleLine, end: number): SimpleNode {
    const next = this.#line();
    if (next !== undefined && (next.indent > indent || (next.indent === indent && isItem(next)))) {
      return this.#block(next.indent);
    }
    return { start: end, plainEnd: end, written: false, value: null };
  }

  /** What stands on one line; what goes on in the next one is not simple. */
  #inline({ start, text }: SimpleLine, parentIndent: number): SimpleNode {
    const isFlow = text.startsWith("[") || text.startsWith("{");
    const node = isFlow ? readFlow(text, start, this.#flowLimits()) : readScalar(text, start);
    if (node === undefined || (this.#line()?.indent ?? -1) > parentIndent) throw new NotSimple();
    return node;
  }

  #flowLimits() {
    return { depth: this.#limits.depth - this.#depth, count: () => this.#count() };
  }

  #line(): SimpleLine | undefined {
    return this.#lines[this.#next];
  }

  #count(): void {
    this.#values += 1;
    if (this.#values >= this.#limits.values) throw new NotSimple();
  }
}

function isItem({ text }: SimpleLine): boolean {
  return text.startsWith("- ") || text === "-";
}

/** @returns where the colon of `key: …` stands; below 0 when the line does not begin with a simple key */
function keyEnd(text: string): number {
  const end = /^[A-Za-z_][\w./-]*(?=:(?: |$))/.exec(text)?.[0].length;
  return end ?? -1;
}
