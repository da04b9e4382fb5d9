import { createHash } from "node:crypto";
import { truncated } from "../tar/tar-entries.ts";
import { tarFrame } from "./hybrid-tar.ts";
import type { ImageLimits } from "./image-limits.ts";
import { layerMeter, type MeasuredLayer } from "./layer-meter.ts";
import { inLayer, RefusalError } from "./refusal-error.ts";
import { spool, temporaryFolder } from "./spool.ts";
import { counted } from "./unpack/growth-check.ts";
import type { ReadCompression } from "./unpack/other-compression.ts";
import { uncompress } from "./unpack/uncompress.ts";

export interface LayerFile {
  /** Where it goes in the archive for the engine. */
  readonly path: string;
  /** As it is kept. */
  readonly size: number;
  readonly compression: ReadCompression;
  readonly body: AsyncIterable<Uint8Array>;
  /** Called for each chunk that was read. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** A layer as the engine gets it. */
export interface PackedLayer extends MeasuredLayer {
  /** Of the bytes as they are kept. */
  readonly keptDigest: string;
}

/**
 * Passes a layer on as a file of a tar, and measures it meanwhile. Gzip goes as it is, zstd uncompressed.
 * @returns what it turned out to be
 * @throws RefusalError when it ends early
 */
export function packLayer(layer: LayerFile, limits: ImageLimits): AsyncGenerator<Uint8Array, PackedLayer> {
  return layer.compression === "zstd" ? packUncompressed(layer, limits) : packAsIs(layer, limits);
}

async function* packAsIs(
  { path, size, body, onBytes }: LayerFile,
  limits: ImageLimits,
): AsyncGenerator<Uint8Array, PackedLayer> {
  const { before, after } = tarFrame(path, size);
  const meter = layerMeter(limits);
  try {
    yield before;
    for await (const chunk of ofSize(body, size)) {
      await meter.add(chunk);
      yield chunk;
      onBytes?.(chunk.length);
    }
    yield after;
    const measured = await meter.end();
    return { ...measured, keptDigest: measured.digest };
  } finally {
    meter.close();
  }
}

/** By way of a temporary file: a tar tells the length of a file before the file, and zstd need not tell it at all. */
async function* packUncompressed(
  { path, size, compression, body, onBytes = () => {} }: LayerFile,
  limits: ImageLimits,
): AsyncGenerator<Uint8Array, PackedLayer> {
  const hash = createHash("sha256");
  const kept = hashed(counted(ofSize(body, size), onBytes), hash);
  await using folder = await temporaryFolder("hashike-layer-");
  await using layer = await spool(uncompress(kept, compression, limits), folder.path).catch(
    (error: unknown) => {
      throw inLayer(error);
    },
  );
  const { digest, size: plainSize, body: plain } = layer.content;
  const { before, after } = tarFrame(path, plainSize);
  yield before;
  yield* plain;
  yield after;
  return {
    digest,
    diffId: digest,
    size: plainSize,
    isCompressed: false,
    keptDigest: `sha256:${hash.digest("hex")}`,
  };
}

async function* ofSize(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let passed = 0;
  for await (const chunk of body) {
    passed += chunk.length;
    if (passed > size) throw new RefusalError("has a layer that is longer than it says");
    yield chunk;
  }
  if (passed < size) throw truncated();
}

async function* hashed(
  body: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}
