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
      answers.push({ status: current.status, head: current.head, body });
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

/** What has come and is not read yet. Pieces are joined when there is enough of them: joining them is the work. */
interface Input {
  add(piece: Buffer): void;
  /** @returns what stands before `end`, without it; `undefined` when that has not come yet */
  takeLine(end: string): string | undefined;
  /** @returns `undefined` when not so many bytes have come yet */
  take(length: number): Buffer | undefined;
}

function createInput(): Input {
  let pieces: Buffer[] = [];
  let length = 0;
  const joined = () => {
    const [first] = pieces;
    const whole = pieces.length === 1 && first !== undefined ? first : Buffer.concat(pieces);
    pieces = [whole];
    return whole;
  };
  const drop = (whole: Buffer, end: number) => {
    pieces = end < whole.length ? [whole.subarray(end)] : [];
    length -= end;
  };
  return {
    add: (piece) => {
      pieces.push(piece);
      length += piece.length;
    },
    takeLine: (end) => {
      const whole = joined();
      const at = whole.indexOf(end);
      if (at < 0) return undefined;
      const line = whole.toString("latin1", 0, at);
      drop(whole, at + end.length);
      return line;
    },
    take: (wanted) => {
      if (length < wanted) return undefined;
      const whole = joined();
      drop(whole, wanted);
      return whole.subarray(0, wanted);
    },
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
  return { status, head, read: (input) => input.take(length)?.toString() };
}

function chunkedBody(limit: number): Begun["read"] {
  const next = chunkReader();
  const chunks: Buffer[] = [];
  let length = 0;
  return (input) => {
    for (let chunk = next(input); chunk !== undefined; chunk = next(input)) {
      if (chunk.length === 0) return Buffer.concat(chunks, length).toString();
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) throw new Error("an error that is too long");
    }
    return undefined;
  };
}

/** @returns what gives chunk after chunk, the last of them empty; `undefined` for one that is not there yet */
function chunkReader(): (input: Input) => Buffer | undefined {
  /** Of the chunk that is coming; `undefined` before its first line is there. */
  let size: number | undefined;
  return (input) => {
    if (size === undefined) {
      const line = input.takeLine("\r\n");
      if (line === undefined) return undefined;
      size = chunkSize(line);
    }
    const length = size;
    const chunk = input.take(length + 2);
    if (chunk === undefined) return undefined;
    if (chunk.toString("latin1", length) !== "\r\n") throw new Error("a chunk without its end");
    size = undefined;
    return chunk.subarray(0, length);
  };
}

function chunkSize(text: string): number {
  if (!/^[\da-f]+$/i.test(text)) throw new Error("a chunk without a size");
  return Number.parseInt(text, 16);
}
