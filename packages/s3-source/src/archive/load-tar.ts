import { type ImageLoader, type ImageLoadOptions, isHashikeError } from "@hashike/core";
import type { ArchivedImage } from "./archive-manifest.ts";
import { checkDigest } from "./check-digest.ts";
import { freshPath, type HybridImage, hybridDocuments, imageIdOf } from "./hybrid-tar.ts";
import { checkPlatform, type ImageConfig } from "./image-config.ts";
import type { ArchiveLimits } from "./limits.ts";
import type { LoadedImage } from "./loaded-image.ts";
import { packLayer } from "./pack-layer.ts";
import { countKnownLayers, foreseeLayer, type PlannedLayer, planLayers, transferOf } from "./plan-layers.ts";
import { readConfig, readContents, type TarArchive } from "./tar-archive.ts";
import { discardNew, verifyLoaded } from "./verify-loaded.ts";

/**
 * Loads one image of an uncompressed archive, without a name: only the layers that the engine lacks are read. When the
 * engine cannot make an image of them, although each was what it should be, everything is sent once.
 * @throws ArchiveError for an archive that is refused; HashikeError of the object or the engine. No new image stays.
 */
export async function loadFromTar(
  archive: TarArchive,
  image: ArchivedImage,
  store: ImageLoader,
  options: ImageLoadOptions,
  limits: ArchiveLimits,
): Promise<LoadedImage> {
  const { signal } = options;
  const config = await readConfig(archive, image, limits, signal);
  checkPlatform(config, await store.facts(options));
  const layers = planLayers(image, config, await readContents(archive, limits, signal));
  const known = await countKnownLayers(layers, store, options);
  const work = { archive, config, layers, store, options, limits };
  try {
    return await loadLayers(work, known);
  } catch (error) {
    if (known === 0 || signal.aborted || !isEngineFault(error)) throw error;
    return loadLayers(work, 0);
  }
}

interface Work {
  readonly archive: TarArchive;
  readonly config: ImageConfig;
  readonly layers: readonly PlannedLayer[];
  readonly store: ImageLoader;
  readonly options: ImageLoadOptions;
  readonly limits: ArchiveLimits;
}

async function loadLayers(work: Work, known: number): Promise<LoadedImage> {
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
    return { imageId, config, isPlain: layers.every((layer) => !layer.isCompressed) };
  } catch (error) {
    if (packed !== undefined && !wasThere) await discardNew(imageIdOf(packed, kind), store);
    throw error;
  }
}

async function* pack(
  { archive: { object, stat }, config, layers, options, limits }: Work,
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
    const { entry, diffId, claimedDigest } = layer;
    const path = freshPath();
    if (sent.has(diffId)) continue;
    const body = object.read(stat, entry.offset, entry.offset + entry.size, options);
    const measured = yield* packLayer({ path, size: entry.size, body, onBytes }, limits);
    checkDigest(entry.name, claimedDigest, measured.digest);
    checkDigest(`the layer ${entry.name}`, diffId, measured.diffId);
    sent.set(diffId, { ...measured, path });
  }
  const image: HybridImage = { config, layers: layers.map((layer) => describe(layer, sent)) };
  await onPacked(image);
  options.onProgress({ status: "extracting", currentBytes, totalBytes });
  yield* hybridDocuments([image]);
}

function describe(layer: PlannedLayer, sent: ReadonlyMap<string, HybridImage["layers"][number]>) {
  const { diffId, entry, isCompressed } = layer;
  // One that the engine has needs a digest only in a containerd store, where it is a plain one.
  return (
    sent.get(diffId) ?? {
      ...(foreseeLayer(layer) ?? { digest: diffId, size: entry.size, isCompressed }),
      path: freshPath(),
    }
  );
}

/** The engine's refusal; not what was found wrong in the archive, nor a source that cannot be read. */
function isEngineFault(error: unknown): boolean {
  return isHashikeError(error) && error.code.startsWith("DRIVER_IMAGE_");
}
