import { HashikeError } from "@hashike/core";
import type { Patience } from "./patience.ts";

/** An answer's body under way. */
export interface OpenBody {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the connection; also while a chunk is waited for. */
  readonly cancel: () => void;
}

export interface BodyOptions {
  /** For people. */
  readonly address: string;
  readonly signal: AbortSignal | undefined;
  readonly patience: Patience;
}

/**
 * A body's chunks as they come. The connection is ended when the reader is done with it, whatever happens.
 * @throws HashikeError `SOURCE_UNREADABLE` for a stall; the signal's reason; anything else is a cut
 */
export async function* bodyChunks(
  body: OpenBody,
  options: BodyOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = body.chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextChunk(iterator, options);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // And not the iterator's `return`, which would wait for the chunk that does not come.
    body.cancel();
  }
}

/** Waits only while somebody wants the chunk: a slow reader is no stall. */
function nextChunk(
  iterator: AsyncIterator<Uint8Array>,
  { address, signal, patience: { stallMs } }: BodyOptions,
): Promise<IteratorResult<Uint8Array>> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal?.reason);
    const timeout = setTimeout(() => reject(stalled(address, stallMs)), stallMs);
    signal?.addEventListener("abort", onAbort, { once: true });
    if (signal?.aborted) onAbort();
    iterator
      .next()
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timeout);
        signal?.removeEventListener("abort", onAbort);
      });
  });
}

function stalled(address: string, stallMs: number): HashikeError {
  return new HashikeError(
    "SOURCE_UNREADABLE",
    `${address}: nothing more came for ${stallMs / 1000} seconds`,
    {
      hint: "check the server and the network in between, then try again",
    },
  );
}
