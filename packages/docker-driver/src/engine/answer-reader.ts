import { isAscii } from "node:buffer";

/** An answer read to its end. */
export interface WholeAnswer {
  readonly status: number;
  /** Its first lines, as they came: see {@link headersOf}. */
  readonly head: string;
  readonly body: string;
}

/** An error's text is for people; what is longer is a web page, or never ends. */
const maxErrorBytes = 16 * 1024;

/**
 * Takes the answers on one connection apart, as far as engines write them: with a length, or in chunks.
 * @returns what is to be given each piece of what comes in. It gives the answers that are complete, in order, and
 *   throws for what it cannot read.
 */
export function answerReader(): (piece: Buffer) => readonly WholeAnswer[] {
  const input = createInput();
  let current: Begun | undefined;
  return (piece) => {
    input.add(piece);
    const answers: WholeAnswer[] = [];
    for (;;) {
      if (current === undefined) {
        const head = input.takeLine("\r\n\r\n");
        if (head === undefined) return answers;
        current = begin(head);
      }
      const body = current.read(input);
      if (body === undefined) return answers;
      answers.push({ status: current.status, head: current.head, body: input.decode(body) });
      current = undefined;
    }
  };
}

/** Names in lower case. Of a name that comes twice the last one counts. */
export function headersOf({ head }: Pick<WholeAnswer, "head">): Readonly<Record<string, string>> {
  const lines = head.split("\r\n").slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** What has come and is not read yet, as latin1: a character for each byte. Parts of such a text are not copied. */
interface Input {
  add(piece: Buffer): void;
  /** @returns what stands before `end`, without it; `undefined` when that has not come yet */
  takeLine(end: string): string | undefined;
  /** @returns `undefined` when not so many bytes have come yet. It is not looked at before: that joins the pieces. */
  take(length: number): string | undefined;
  /** @returns the text that was sent as UTF-8 */
  decode(latin1: string): string;
}

function createInput(): Input {
  let text = "";
  let at = 0;
  let onlyAscii = true;
  return {
    add: (piece) => {
      onlyAscii &&= isAscii(piece);
      text = at < text.length ? text.slice(at) + piece.toString("latin1") : piece.toString("latin1");
      at = 0;
    },
    takeLine: (end) => {
      const lineEnd = text.indexOf(end, at);
      if (lineEnd < 0) return undefined;
      const line = text.slice(at, lineEnd);
      at = lineEnd + end.length;
      return line;
    },
    take: (length) => {
      if (text.length - at < length) return undefined;
      at += length;
      return text.slice(at - length, at);
    },
    decode: (latin1) => (onlyAscii ? latin1 : Buffer.from(latin1, "latin1").toString()),
  };
}

/** An answer of which the head is there. */
interface Begun {
  readonly status: number;
  readonly head: string;
  /** @returns the body; `undefined` as long as a part of it is missing */
  readonly read: (input: Input) => string | undefined;
}

function begin(head: string): Begun {
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d) /.exec(head)?.[1]);
  if (Number.isNaN(status)) throw new Error("not an answer of HTTP 1.1");
  const limit = status < 400 ? Number.POSITIVE_INFINITY : maxErrorBytes;
  if (/^transfer-encoding: *chunked *$/im.test(head)) return { status, head, read: chunkedBody(limit) };
  const length = Number(/^content-length: *(\d+) *$/im.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error("an answer without a length");
  if (length > limit) throw new Error("an error that is too long");
  return { status, head, read: (input) => input.take(length) };
}

function chunkedBody(limit: number): Begun["read"] {
  const next = chunkReader();
  let body = "";
  return (input) => {
    for (let chunk = next(input); chunk !== undefined; chunk = next(input)) {
      if (chunk === "") return body;
      body += chunk;
      if (body.length > limit) throw new Error("an error that is too long");
    }
    return undefined;
  };
}

/** @returns what gives chunk after chunk, the last of them empty; `undefined` for one that is not there yet */
function chunkReader(): (input: Input) => string | undefined {
  /** Of the chunk that is coming; `undefined` before its first line is there. */
  let size: number | undefined;
  return (input) => {
    if (size === undefined) {
      const line = input.takeLine("\r\n");
      if (line === undefined) return undefined;
      size = chunkSize(line);
    }
    const chunk = input.take(size + 2);
    if (chunk === undefined) return undefined;
    if (!chunk.endsWith("\r\n")) throw new Error("a chunk without its end");
    size = undefined;
    return chunk.slice(0, -2);
  };
}

function chunkSize(text: string): number {
  if (!/^[\da-f]+$/i.test(text)) throw new Error("a chunk without a size");
  return Number.parseInt(text, 16);
}
