import { createZstdDecompress, nodeUnzstd } from "./node-zstd.ts";
import { wasmUnzstd } from "./wasm-zstd.ts";

/**
 * Uncompresses zstd as it comes: all frames of it, also where tools that compress in parallel wrote many.
 * docs/decisions/0026-zstd.md tells with what.
 * @throws RefusalError for damaged or cut off data
 */
export function unzstd(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  return createZstdDecompress === undefined ? wasmUnzstd(source) : nodeUnzstd(source, createZstdDecompress);
}
