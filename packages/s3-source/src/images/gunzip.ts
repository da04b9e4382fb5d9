import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { ImageLimits } from "./image-limits.ts";
import { RefusalError } from "./refusal-error.ts";

/**
 * Uncompresses gzip as it comes. The source's own error is passed on; ending early ends the source.
 * @throws RefusalError for damaged or cut off data, and for data that grows beyond the limits
 */
export async function* gunzip(
  source: AsyncIterable<Uint8Array>,
  limits: ImageLimits,
): AsyncGenerator<Uint8Array> {
  const check = growthCheck(limits);
  const counted = countInput(source, check.addInput);
  const unzip = createGunzip({ chunkSize: 256 * 1024 });
  let fault: unknown;
  // Not source.pipe(unzip): without the pipeline a source that breaks off would leave the reader waiting forever.
  const piped = pipeline(Readable.from(counted), unzip).catch((error: unknown) => {
    fault = error;
  });
  try {
    for await (const chunk of unzip as AsyncIterable<Uint8Array>) {
      check.addOutput(chunk.length);
      yield chunk;
    }
  } catch (error) {
    // What was found here comes first: it breaks the pipeline, which then fails for that reason.
    if (error instanceof RefusalError) throw error;
    await piped;
    throw zlibError(fault ?? error) ?? fault ?? error;
  } finally {
    unzip.destroy();
    await piped;
  }
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Counts what goes in and what comes out. */
export function growthCheck(limits: ImageLimits) {
  let input = 0;
  let output = 0;
  return {
    addInput: (bytes: number) => {
      input += bytes;
    },
    addOutput: (bytes: number) => {
      output += bytes;
      if (output > limits.maxBytes)
        throw new RefusalError("is larger than any image, once it is uncompressed");
      if (output > limits.ratioFromBytes && output > input * limits.maxRatio) {
        throw new RefusalError(
          `grows more than ${limits.maxRatio} times when it is uncompressed`,
          "if that is meant, put it there as an uncompressed .tar",
        );
      }
    },
  };
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

async function* countInput(
  source: AsyncIterable<Uint8Array>,
  add: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    add(chunk.length);
    yield chunk;
  }
}
