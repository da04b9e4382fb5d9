import type { ImageStore, ImageStoreOptions, ImageTransfer } from "@hashike/core";
import { ArchiveError } from "./archive-error.ts";
import { type ArchivedImage, digestIn } from "./archive-manifest.ts";
import { isGzip } from "./gunzip.ts";
import type { ImageConfig } from "./image-config.ts";
import type { ShippedLayer } from "./oci-documents.ts";
import { resolveFile } from "./resolve-links.ts";
import type { ArchiveContents } from "./tar-archive.ts";
import type { TarEntry } from "./tar-entries.ts";

export interface PlannedLayer {
  readonly diffId: string;
  readonly entry: TarEntry;
  /** By the entry's name. */
  readonly claimedDigest: string | undefined;
  readonly isCompressed: boolean;
}

/** @throws ArchiveError for a layer that is not there, or compressed in a way that cannot be verified */
export function planLayers(
  image: ArchivedImage,
  config: ImageConfig,
  { entries, heads }: ArchiveContents,
): readonly PlannedLayer[] {
  return config.diffIds.map((diffId, index) => {
    const entry = resolveFile(image.layerPaths[index] ?? "", entries);
    const head = heads.get(entry.name) ?? new Uint8Array();
    refuseOtherCompression(head);
    const isCompressed = isGzip(head);
    const claimedDigest = digestIn(entry.name);
    return { diffId, entry, claimedDigest, isCompressed };
  });
}

/** Node 20 cannot read them, Engine 20.10 cannot read the first, and containerd stores not the others. */
export function refuseOtherCompression(head: Uint8Array): void {
  const start = Buffer.from(head).toString("hex");
  const name =
    (start.startsWith("28b52ffd") && "zstd") ||
    (start.startsWith("fd377a58") && "xz") ||
    (start.startsWith("425a68") && "bzip2");
  if (!name) return;
  throw new ArchiveError(`has a layer that is compressed with ${name}`, "write it with `docker save`");
}

/**
 * How many layers, from the lowest, an engine needs not be sent. A graph store has all layers of the images it lists.
 * A containerd store may have a pulled layer in its compressed form alone: there only images count that Hashike itself
 * has loaded, with plain layers.
 */
export async function countKnownLayers(
  layers: readonly PlannedLayer[],
  store: ImageStore,
  options: ImageStoreOptions,
): Promise<number> {
  const { kind } = await store.facts(options);
  const images = kind === "graph" ? await store.list(options) : await plainImages(store, options);
  if (kind === "containerd" && layers.some((layer) => layer.isCompressed)) return 0;
  return Math.max(0, ...images.map((image) => commonPrefix(layers, image.layers)));
}

async function plainImages(store: ImageStore, options: ImageStoreOptions) {
  const ids = new Set((await store.notes(options)).flatMap((note) => (note.isPlain ? [note.imageId] : [])));
  const images = await Promise.all([...ids].map((id) => store.find(id, options)));
  return images.filter((image) => image !== undefined);
}

function commonPrefix(layers: readonly PlannedLayer[], diffIds: readonly string[]): number {
  const end = layers.findIndex(({ diffId }, index) => diffIds[index] !== diffId);
  return end < 0 ? layers.length : end;
}

export function transferOf(layers: readonly PlannedLayer[], known: number): ImageTransfer {
  const sizeOf = (some: readonly PlannedLayer[]) => some.reduce((sum, { entry }) => sum + entry.size, 0);
  return {
    bytes: sizeOf(layers.slice(known)),
    totalBytes: sizeOf(layers),
    layers: layers.length - known,
    totalLayers: layers.length,
  };
}

/** @returns what a layer will be to the engine; `undefined` where only its bytes can tell */
export function foreseeLayer(layer: PlannedLayer): ShippedLayer | undefined {
  const { diffId, entry, claimedDigest, isCompressed } = layer;
  const digest = isCompressed ? claimedDigest : diffId;
  return digest === undefined ? undefined : { digest, size: entry.size, isCompressed };
}
