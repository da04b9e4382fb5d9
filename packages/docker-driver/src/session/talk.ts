import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { OutputChunk } from "@hashike/core";
import { demultiplex, singleStream } from "../logs/demultiplex.ts";

/** Passes input to a process at the other end of a connection. @returns what comes back, until the process ends */
export async function* talk(
  connection: Duplex,
  { tty, stdin }: { readonly tty: boolean; readonly stdin: AsyncIterable<Uint8Array> | undefined },
): AsyncGenerator<OutputChunk> {
  // The process may end while somebody still types.
  const over = new AbortController();
  if (stdin !== undefined) {
    // Its end closes only the half that is written to, which is how the process learns that there is no more. Where it
    // fails, the connection does, and whoever reads from that hears of it.
    pipeline(Readable.from(stdin), connection, { signal: over.signal }).catch(() => {});
  }
  try {
    yield* tty ? singleStream(connection) : demultiplex(connection);
  } finally {
    over.abort();
    connection.destroy();
  }
}
