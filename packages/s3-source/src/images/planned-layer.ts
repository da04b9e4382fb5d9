import type { ImageTransfer } from "@hashike/core";
import type { ShippedLayer } from "./oci-documents.ts";
import type { ReadCompression } from "./unpack/other-compression.ts";

/** A layer before it is sent, and where to read it. */
export interface PlannedLayer {
  /** For messages: `blobs/sha256/ab…`. */
  readonly name: string;
  readonly diffId: string;
  /** As it is kept, in bytes. */
  readonly size: number;
  /** What its name says of the bytes as they are kept. */
  readonly claimedDigest: string | undefined;
  readonly compression: ReadCompression;
  read(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** @param known how many layers, from the lowest, the engine has */
export function transferOf(layers: readonly PlannedLayer[], known: number): ImageTransfer {
  const sizeOf = (some: readonly PlannedLayer[]) => some.reduce((sum, { size }) => sum + size, 0);
  return {
    bytes: sizeOf(layers.slice(known)),
    totalBytes: sizeOf(layers),
    layers: layers.length - known,
    totalLayers: layers.length,
  };
}

/** @returns what a layer will be to the engine; `undefined` where only its bytes can tell */
export function foreseeLayer(layer: PlannedLayer): ShippedLayer | undefined {
  const { diffId, size, claimedDigest, compression } = layer;
  switch (compression) {
    case "none":
      return { digest: diffId, size, isCompressed: false };
    case "gzip":
      return claimedDigest === undefined ? undefined : { digest: claimedDigest, size, isCompressed: true };
    default:
      // It is sent uncompressed, and nothing tells how long it is then.
      return undefined;
  }
}
