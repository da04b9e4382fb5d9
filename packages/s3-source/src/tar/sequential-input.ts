import { RefusalError } from "../images/refusal-error.ts";
import type { TarInput } from "./tar-input.ts";

export interface SequentialInput extends TarInput {
  /** Reads what is left, so that whatever checks the whole stream has seen it all. */
  drain(): Promise<void>;
}

/** A tar that comes once, from the front to the end: what is skipped is read and forgotten. */
export function sequentialInput(source: AsyncIterable<Uint8Array>): SequentialInput {
  const chunks = source[Symbol.asyncIterator]();
  let position = 0;
  let pending: Uint8Array = new Uint8Array();
  // What was read last may be read again.
  let last: { readonly offset: number; readonly bytes: Uint8Array } | undefined;

  /** Between 1 and `most` bytes; `undefined` at the end. */
  const next = async (most: number): Promise<Uint8Array | undefined> => {
    while (pending.length === 0) {
      const { value, done } = await chunks.next();
      if (done) return undefined;
      pending = value;
    }
    const bytes = pending.subarray(0, most);
    pending = pending.subarray(bytes.length);
    position += bytes.length;
    return bytes;
  };

  const skipTo = async (offset: number): Promise<void> => {
    if (offset < position) throw new RefusalError("cannot be read from the front to the end");
    while (position < offset && (await next(offset - position)) !== undefined);
  };

  async function* stream(offset: number, length: number): AsyncGenerator<Uint8Array> {
    await skipTo(offset);
    const end = offset + length;
    while (position < end) {
      const bytes = await next(end - position);
      if (bytes === undefined) return;
      yield bytes;
    }
  }

  return {
    stream,
    read: async (offset, length) => {
      // The head of a file that was looked at is read again as part of the whole.
      const known = last?.offset === offset ? last.bytes : new Uint8Array();
      if (known.length >= length) return known.subarray(0, length);
      const parts: Uint8Array[] = [known];
      for await (const part of stream(offset + known.length, length - known.length)) parts.push(part);
      last = { offset, bytes: Buffer.concat(parts) };
      return last.bytes;
    },
    drain: () => skipTo(Number.POSITIVE_INFINITY),
  };
}
