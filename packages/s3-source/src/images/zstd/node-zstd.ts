import type { Transform } from "node:stream";
import * as zlib from "node:zlib";
import { sequentialInput } from "../../tar/sequential-input.ts";
import { inflatedChunkBytes } from "../unpack/gunzip.ts";
import { throughTransform } from "../unpack/through-transform.ts";
import { cutOff, damaged, tooFarBack, zstdFrames } from "./zstd-frames.ts";

type CreateZstdDecompress = (options: { readonly chunkSize: number }) => Transform;

/** Node has it from 22.15 on. */
export const createZstdDecompress = (zlib as { createZstdDecompress?: CreateZstdDecompress })
  .createZstdDecompress;

/** Uncompresses zstd with what Node itself has. */
export async function* nodeUnzstd(
  source: AsyncIterable<Uint8Array>,
  create: CreateZstdDecompress,
): AsyncGenerator<Uint8Array> {
  for await (const frame of zstdFrames(sequentialInput(source))) {
    yield* throughTransform(frame, create({ chunkSize: inflatedChunkBytes }), zstdError);
  }
}

function zstdError(error: unknown) {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.endsWith("windowTooLarge")) return tooFarBack();
  if (code === "Z_BUF_ERROR") return cutOff();
  return code.startsWith("ZSTD_") ? damaged() : undefined;
}
