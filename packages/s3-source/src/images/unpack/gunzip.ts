import { createGunzip } from "node:zlib";
import { RefusalError } from "../refusal-error.ts";
import { throughTransform } from "./through-transform.ts";

export const inflatedChunkBytes = 256 * 1024;

/**
 * Uncompresses gzip as it comes. The source's own error is passed on; ending early ends the source.
 * @throws RefusalError for damaged or cut off data
 */
export function gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return throughTransform(source, createGunzip({ chunkSize: inflatedChunkBytes }), zlibError);
}

/** @returns what an error of zlib means; `undefined` for another error */
export function zlibError(error: unknown): RefusalError | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "Z_BUF_ERROR")
    return new RefusalError("ends in the middle", "upload it again: it is incomplete");
  if (code.startsWith("Z_"))
    return new RefusalError("is damaged: its gzip data cannot be read", "upload it again");
  return undefined;
}
