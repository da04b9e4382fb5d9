/** One part of a body, to be read to its end before the next. */
export interface BodyPart {
  /** In bytes. */
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Cuts a body into parts of `partBytes`, the last one of what is left.
 * @param size of the whole, in bytes
 */
export async function* splitBody(
  body: AsyncIterable<Uint8Array>,
  size: number,
  partBytes: number,
): AsyncGenerator<BodyPart> {
  const chunks = body[Symbol.asyncIterator]();
  let pending: Uint8Array = new Uint8Array();
  async function* part(length: number): AsyncGenerator<Uint8Array> {
    for (let left = length; left > 0; ) {
      if (pending.length === 0) {
        const next = await chunks.next();
        if (next.done) throw new Error("the body ended too early");
        pending = next.value;
      }
      const chunk = pending.subarray(0, left);
      pending = pending.subarray(chunk.length);
      left -= chunk.length;
      if (chunk.length > 0) yield chunk;
    }
    // The source learns that it is over, and says so when something was wrong with it.
    if (at + length === size) await chunks.next();
  }
  let at = 0;
  try {
    for (; at < size; at += partBytes) {
      const length = Math.min(partBytes, size - at);
      yield { size: length, body: part(length) };
    }
  } finally {
    await chunks.return?.();
  }
}
