/** An answer read to its end. */
export interface WholeAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Takes the answers on one connection apart, as far as engines write them: with a length, or in chunks.
 * @returns what is to be given each piece of what comes in, as latin1, a character for each byte. It gives the answers
 *   that are complete, in order, and throws for what it cannot read.
 */
export function answerReader(): (piece: string) => readonly WholeAnswer[] {
  let rest = "";
  return (piece) => {
    rest += piece;
    const answers: WholeAnswer[] = [];
    for (;;) {
      const found = firstAnswer(rest);
      if (found === undefined) return answers;
      answers.push(found.answer);
      rest = rest.slice(found.end);
    }
  };
}

interface Found<T> {
  readonly answer: T;
  /** Where the next one begins. */
  readonly end: number;
}

/** @returns `undefined` as long as a part of it is missing */
function firstAnswer(text: string): Found<WholeAnswer> | undefined {
  const headEnd = text.indexOf("\r\n\r\n");
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  const status = Number(/^HTTP\/1\.1 ([2-5]\d\d) /.exec(head)?.[1]);
  if (Number.isNaN(status)) throw new Error("not an answer of HTTP 1.1");
  const body = bodyAt(text, headEnd + 4, head);
  if (body === undefined) return undefined;
  return { answer: { status, body: Buffer.from(body.answer, "latin1").toString() }, end: body.end };
}

function bodyAt(text: string, start: number, head: string): Found<string> | undefined {
  if (/^transfer-encoding: *chunked *$/im.test(head)) return chunksAt(text, start);
  const length = Number(/^content-length: *(\d+) *$/im.exec(head)?.[1]);
  if (Number.isNaN(length)) throw new Error("an answer without a length");
  const end = start + length;
  return text.length < end ? undefined : { answer: text.slice(start, end), end };
}

function chunksAt(text: string, start: number): Found<string> | undefined {
  let body = "";
  let at = start;
  for (;;) {
    const sizeEnd = text.indexOf("\r\n", at);
    if (sizeEnd < 0) return undefined;
    const sizeText = text.slice(at, sizeEnd);
    if (!/^[\da-f]+$/i.test(sizeText)) throw new Error("a chunk without a size");
    const size = Number.parseInt(sizeText, 16);
    const chunk = sizeEnd + 2;
    const next = chunk + size + 2;
    if (text.length < next) return undefined;
    if (text.slice(next - 2, next) !== "\r\n") throw new Error("a chunk without its end");
    if (size === 0) return { answer: body, end: next };
    body += text.slice(chunk, chunk + size);
    at = next;
  }
}
