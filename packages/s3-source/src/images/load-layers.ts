import { type ImageLoader, type ImageLoadOptions, isHashikeError } from "@hashike/core";
import { checkDigest } from "./check-digest.ts";
import { freshPath, type HybridImage, hybridDocuments, imageIdOf } from "./hybrid-tar.ts";
import type { ImageConfig } from "./image-config.ts";
import type { ImageLimits } from "./image-limits.ts";
import { countKnownLayers } from "./known-layers.ts";
import type { LoadedImage } from "./loaded-image.ts";
import { packLayer } from "./pack-layer.ts";
import { foreseeLayer, type PlannedLayer, transferOf } from "./planned-layer.ts";
import { discardNew, verifyLoaded } from "./verify-loaded.ts";

export interface LayersToLoad {
  readonly config: ImageConfig;
  /** All of the image, lowest first. */
  readonly layers: readonly PlannedLayer[];
  readonly store: ImageLoader;
  readonly options: ImageLoadOptions;
  readonly limits: ImageLimits;
}

/**
 * Loads one image without a name: only the layers that the engine lacks are read. When the engine cannot make an image
 * of them, although each was what it should be, everything is sent once.
 * @throws RefusalError for bytes that are not what they should be; HashikeError of the object or the engine. No new
 * image stays.
 */
export async function loadLayers(work: LayersToLoad): Promise<LoadedImage> {
  const { layers, store, options } = work;
  const known = await countKnownLayers(layers, store, options);
  try {
    return await loadMissing(work, known);
  } catch (error) {
    if (known === 0 || options.signal.aborted || !isEngineFault(error)) throw error;
    return loadMissing(work, 0);
  }
}

async function loadMissing(work: LayersToLoad, known: number): Promise<LoadedImage> {
  const { config, layers, store, options } = work;
  const { kind } = await store.facts(options);
  let packed: HybridImage | undefined;
  let wasThere = false;
  const onPacked = async (image: HybridImage) => {
    packed = image;
    wasThere = (await store.find(imageIdOf(image, kind), options)) !== undefined;
  };
  try {
    await store.load(pack(work, known, onPacked), options);
    if (packed === undefined) throw new Error("the engine did not read the archive to its end");
    const imageId = imageIdOf(packed, kind);
    await verifyLoaded(imageId, config, store, options);
    return { imageId, config, isPlain: layers.every((layer) => layer.compression !== "gzip") };
  } catch (error) {
    if (packed !== undefined && !wasThere) await discardNew(imageIdOf(packed, kind), store);
    throw error;
  }
}

async function* pack(
  { config, layers, options, limits }: LayersToLoad,
  known: number,
  onPacked: (image: HybridImage) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const { bytes: totalBytes } = transferOf(layers, known);
  let currentBytes = 0;
  const onBytes = (bytes: number) => {
    currentBytes += bytes;
    options.onProgress({ status: "downloading", currentBytes, totalBytes });
  };
  const sent = new Map<string, HybridImage["layers"][number]>();
  for (const layer of layers.slice(known)) {
    const { name, size, diffId, claimedDigest, compression } = layer;
    const path = freshPath();
    if (sent.has(diffId)) continue;
    const body = layer.read(options.signal);
    const measured = yield* packLayer({ path, size, compression, body, onBytes }, limits);
    checkDigest(name, claimedDigest, measured.keptDigest);
    checkDigest(`the layer ${name}`, diffId, measured.diffId);
    sent.set(diffId, { ...measured, path });
  }
  const image: HybridImage = { config, layers: layers.map((layer) => describe(layer, sent)) };
  await onPacked(image);
  options.onProgress({ status: "extracting", currentBytes, totalBytes });
  yield* hybridDocuments([image]);
}

function describe(layer: PlannedLayer, sent: ReadonlyMap<string, HybridImage["layers"][number]>) {
  const { diffId, size } = layer;
  // One that the engine has needs a digest only in a containerd store, where it is a plain one.
  return (
    sent.get(diffId) ?? {
      ...(foreseeLayer(layer) ?? { digest: diffId, size, isCompressed: false }),
      path: freshPath(),
    }
  );
}

/** The engine's refusal; not what was found wrong in the bytes, nor a source that cannot be read. */
function isEngineFault(error: unknown): boolean {
  return isHashikeError(error) && error.code.startsWith("DRIVER_IMAGE_");
}
