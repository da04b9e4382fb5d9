import { Readable } from "node:stream";

export interface WatchedUpload {
  readonly stream: Readable;
  /** Aborts when the upload stalls or its source fails, and with the signal that was given. */
  readonly signal: AbortSignal;
  close(): void;
}

/**
 * Watches that a server goes on taking an upload. Time in which the source is waited for does not count; time for the
 * answer after the last byte does.
 * @param stallMs how long the server may take for one chunk
 */
export function watchStall(
  body: AsyncIterable<Uint8Array>,
  { stallMs, signal }: { readonly stallMs: number; readonly signal: AbortSignal | undefined },
): WatchedUpload {
  const failed = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const wait = () => {
    timer = setTimeout(
      () => failed.abort(new DOMException("the server takes no more", "TimeoutError")),
      stallMs,
    );
  };
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of body) {
      wait();
      yield chunk;
      clearTimeout(timer);
    }
    wait();
  }
  const stream = Readable.from(watched(), { objectMode: false, highWaterMark: 256 * 1024 });
  // The SDK pipes a body into the request, which would wait forever for the rest of one that has failed.
  stream.once("error", (error) => failed.abort(error));
  return {
    stream,
    signal: signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]),
    close: () => clearTimeout(timer),
  };
}
