/** A piece of what a container wrote: bytes as they come, not lines. */
export interface LogChunk {
  readonly stream: "stdout" | "stderr";
  readonly bytes: Uint8Array;
  /** Whether a frame begins here: a message of the engine's log, which is a line or, of a long one, a piece of 16 KiB. */
  readonly begins?: boolean;
}

const headerLength = 8;

/**
 * Takes apart the engine's log stream of a container without a terminal: frames of a header (stream, three zeros,
 * length in big-endian) and that many bytes. Payload is passed on as it comes, so that a long frame needs no memory.
 * Source: Docker Engine API v1.41, ContainerAttach, "Stream format".
 */
export async function* demultiplex(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogChunk> {
  const header = Buffer.alloc(headerLength);
  let headerFill = 0;
  let payloadLeft = 0;
  let begins = false;
  for await (const chunk of chunks) {
    let offset = 0;
    while (offset < chunk.length) {
      if (payloadLeft === 0) {
        const taken = Math.min(headerLength - headerFill, chunk.length - offset);
        header.set(chunk.subarray(offset, offset + taken), headerFill);
        offset += taken;
        headerFill += taken;
        if (headerFill < headerLength) continue;
        headerFill = 0;
        payloadLeft = header.readUInt32BE(4);
        begins = true;
        continue;
      }
      const taken = Math.min(payloadLeft, chunk.length - offset);
      payloadLeft -= taken;
      yield {
        stream: header[0] === 2 ? "stderr" : "stdout",
        bytes: chunk.subarray(offset, offset + taken),
        ...(begins ? { begins } : {}),
      };
      begins = false;
      offset += taken;
    }
  }
}

/** With a terminal there is one stream, and no frames. */
export async function* singleStream(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<LogChunk> {
  for await (const bytes of chunks) yield { stream: "stdout", bytes };
}
