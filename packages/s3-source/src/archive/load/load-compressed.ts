import type { ImageLoader, ImageLoadOptions } from "@hashike/core";
import { type HybridImage, hybridDocuments, imageIdOf, tarFile } from "../../images/hybrid-tar.ts";
import type { ImageLimits } from "../../images/image-limits.ts";
import type { LoadedImage } from "../../images/loaded-image.ts";
import { checkPlatform } from "../../images/platform.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { discardNew, verifyLoaded } from "../../images/verify-loaded.ts";
import { assembleImage, keptReader, listingOf } from "../compressed-contents.ts";
import type { CompressedArchive } from "../open-archive.ts";
import type { ArchiveReference } from "../parse-archive-reference.ts";
import { selectImage } from "../select-image.ts";
import { passOnCompressed } from "./pass-on-compressed.ts";

/** What became of each image that was asked for, by its name: loaded, or not in the archive. */
export type LoadedImages = ReadonlyMap<string, LoadedImage | RefusalError>;

/**
 * Loads images of a compressed archive in one pass, without names, so that nothing is held in memory or on disk. The
 * engine gets the archive's end only when all of it was right: docs/decisions/0011-compressed-archives.md says why.
 * @throws RefusalError for an archive that is refused, also when it has none of the images; HashikeError of the object
 * or the engine. No new image stays then.
 */
export async function loadFromCompressed(
  archive: CompressedArchive,
  wanted: readonly ArchiveReference[],
  store: ImageLoader,
  options: ImageLoadOptions,
  limits: ImageLimits,
): Promise<LoadedImages> {
  const { kind } = await store.facts(options);
  const results = new Map<string, LoadedImage | RefusalError>();
  const loaded = new Map<string, HybridImage>();
  const newIds = new Set<string>();

  const onImages = async (found: ReadonlyMap<string, HybridImage | RefusalError>): Promise<void> => {
    for (const [name, image] of found) {
      if (image instanceof RefusalError) {
        results.set(name, image);
        continue;
      }
      const imageId = imageIdOf(image, kind);
      if ((await store.find(imageId, options)) === undefined) newIds.add(imageId);
      loaded.set(imageId, image);
      const isPlain = image.layers.every((layer) => !layer.isCompressed);
      results.set(name, { imageId, config: image.config, isPlain });
    }
  };
  try {
    await store.load(repack({ archive, wanted, store, options, limits, onImages }), options);
    for (const [imageId, image] of loaded) await verifyLoaded(imageId, image.config, store, options);
    return results;
  } catch (error) {
    for (const imageId of newIds) await discardNew(imageId, store);
    throw error;
  }
}

interface Repacking {
  readonly archive: CompressedArchive;
  readonly wanted: readonly ArchiveReference[];
  readonly store: ImageLoader;
  readonly options: ImageLoadOptions;
  readonly limits: ImageLimits;
  readonly onImages: (found: ReadonlyMap<string, HybridImage | RefusalError>) => Promise<void>;
}

async function* repack(work: Repacking): AsyncGenerator<Uint8Array> {
  const { archive, wanted, store, options, limits, onImages } = work;
  const totalBytes = archive.stat.size;
  let currentBytes = 0;
  const onRead = (bytes: number) => {
    currentBytes += bytes;
    options.onProgress({ status: "downloading", currentBytes, totalBytes });
  };
  const contents = yield* passOnCompressed(archive, limits, { signal: options.signal, onRead });

  const facts = await store.facts(options);
  const listing = listingOf(contents, limits);
  const read = keptReader(contents);
  const found = new Map<string, HybridImage | RefusalError>();
  const keptLayers = new Map<string, Uint8Array>();
  for (const reference of wanted) {
    const image = await refusalOf(() => selectImage(listing, reference, { engine: facts, limits, read }));
    if (image instanceof RefusalError) {
      found.set(reference.name, image);
      continue;
    }
    const { keptLayers: kept, ...assembled } = assembleImage(image, contents, limits);
    const refused = await refusalOf(() => checkPlatform(assembled.config, facts));
    found.set(reference.name, refused ?? assembled);
    for (const [path, bytes] of kept) keptLayers.set(path, bytes);
  }
  const images = [...found.values()].flatMap((image) => (image instanceof RefusalError ? [] : [image]));
  // Without an image the engine would have nothing to say; the first refusal says it all.
  if (images.length === 0) throw [...found.values()].find((image) => image instanceof RefusalError);
  await onImages(found);
  for (const [path, bytes] of keptLayers) yield* tarFile(path, bytes);
  options.onProgress({ status: "extracting", currentBytes, totalBytes });
  yield* hybridDocuments([...new Map(images.map((image) => [image.config.digest, image])).values()]);
}

/** One image that is not there, or for another machine, is no reason to load no other. */
async function refusalOf<T>(step: () => T | Promise<T>): Promise<T | RefusalError> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof RefusalError) return error;
    throw error;
  }
}
