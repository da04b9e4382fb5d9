import type { ImageLimits } from "../image-limits.ts";
import { unzstd } from "../zstd/unzstd.ts";
import { counted, growthCheck } from "./growth-check.ts";
import { gunzip } from "./gunzip.ts";
import type { ReadCompression } from "./other-compression.ts";

/**
 * Uncompresses as it comes. The source's own error is passed on; ending early ends the source.
 * @throws RefusalError for damaged or cut off data, and for data that grows beyond the limits
 */
export async function* uncompress(
  source: AsyncIterable<Uint8Array>,
  compression: ReadCompression,
  limits: ImageLimits,
): AsyncGenerator<Uint8Array> {
  if (compression === "none") return yield* source;
  const check = growthCheck(limits);
  const input = counted(source, check.addInput);
  for await (const chunk of compression === "gzip" ? gunzip(input) : unzstd(input)) {
    check.addOutput(chunk.length);
    yield chunk;
  }
}
