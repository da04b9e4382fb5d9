import type { ImageLimits } from "../image-limits.ts";
import { RefusalError } from "../refusal-error.ts";

export const trustHint = "if that is meant, say so with --trust-images";

/**
 * Counts what goes in and what comes out where something is uncompressed.
 * @throws RefusalError, from `addOutput`, for what grows beyond the limits
 */
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
        throw new RefusalError("is larger than any image, once it is uncompressed", trustHint);
      if (output > limits.ratioFromBytes && output > input * limits.maxRatio) {
        throw new RefusalError(`grows more than ${limits.maxRatio} times when it is uncompressed`, trustHint);
      }
    },
  };
}

/** Passes chunks on and tells their lengths. */
export async function* counted(
  source: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onBytes(chunk.length);
    yield chunk;
  }
}
