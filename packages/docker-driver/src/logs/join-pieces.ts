import type { LogChunk } from "./demultiplex.ts";

const lineEnd = 0x0a;
const space = 0x20;
/** `2026-11-30T04:13:01.123456789Z `; anything longer is none. */
const longestTime = 40;

/**
 * The engine keeps a line that is longer than 16 KiB in pieces, and puts a time before each of them: the time that
 * stands before a piece which goes on with a line is taken out. Without times the pieces need no more than to be put
 * together. A terminal's log has no frames, so there they stay.
 */
export async function* joinPieces(chunks: AsyncIterable<LogChunk>): AsyncGenerator<LogChunk> {
  const streams = { stdout: timeRemover(), stderr: timeRemover() };
  for await (const chunk of chunks) {
    const bytes = streams[chunk.stream](chunk);
    if (bytes.length > 0) yield { stream: chunk.stream, bytes };
  }
}

/** For one stream: the bytes of a chunk that belong to its lines. */
function timeRemover(): (chunk: LogChunk) => Uint8Array {
  let isWithinLine = false;
  /** What of a time has been taken out; `undefined`: none is being taken out. */
  let taken: number | undefined;
  return ({ bytes, begins }) => {
    if (begins === true) taken = isWithinLine ? 0 : undefined;
    let rest = bytes;
    if (taken !== undefined) {
      const end = rest.subarray(0, longestTime - taken).indexOf(space);
      const length = end < 0 ? Math.min(rest.length, longestTime - taken) : end + 1;
      taken = end < 0 && taken + length < longestTime ? taken + length : undefined;
      rest = rest.subarray(length);
    }
    const last = rest.at(-1);
    if (last !== undefined) isWithinLine = last !== lineEnd;
    return rest;
  };
}
