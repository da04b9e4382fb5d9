import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { UploadSource } from "./engine-client.ts";

/** The body of a request. */
export interface Upload {
  /** What is sent. A stream ends with an error when its source does, also when that is cut off without one. */
  readonly body: Uint8Array | NodeJS.ReadableStream | undefined;
  /** The source's own error, which tells more than the broken request. */
  readonly error: () => unknown;
  readonly onError: (listener: (error: Error) => void) => void;
  /** Lets go of the source when the request is over before it was read to the end. */
  readonly cancel: () => void;
}

/** A stream is wrapped: docker-modem would wait forever for the end of one that is destroyed. */
export function openUpload(source: UploadSource | undefined): Upload {
  if (source === undefined || source instanceof Uint8Array) {
    return { body: source, error: () => undefined, onError: () => undefined, cancel: () => undefined };
  }
  const body = new PassThrough();
  let failure: unknown;
  let isCancelled = false;
  pipeline(isStream(source) ? source : Readable.from(source), body).catch((error: unknown) => {
    if (!isCancelled) failure = error;
  });
  return {
    body,
    error: () => failure,
    onError: (listener) => void body.prependListener("error", listener),
    cancel: () => {
      isCancelled = true;
      body.destroy();
    },
  };
}

/** Streams are taken as they are: inside another one they would not be told when nobody reads them any more. */
function isStream(source: AsyncIterable<Uint8Array>): source is Readable {
  return "pipe" in source && typeof source.pipe === "function";
}
