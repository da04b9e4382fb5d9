import type { ImageLoader, ImageLoadOptions } from "@hashike/core";
import { ArchiveError } from "./archive-error.ts";
import { assembleImage, imagesOf } from "./gzip-contents.ts";
import { type HybridImage, hybridDocuments, imageIdOf, tarFile } from "./hybrid-tar.ts";
import { checkPlatform } from "./image-config.ts";
import type { ArchiveLimits } from "./limits.ts";
import type { LoadedImage } from "./loaded-image.ts";
import type { GzipArchive } from "./open-archive.ts";
import type { ArchiveReference } from "./parse-archive-reference.ts";
import { passOnGzip } from "./pass-on-gzip.ts";
import { selectImage } from "./select-image.ts";
import { discardNew, verifyLoaded } from "./verify-loaded.ts";

/** What became of each image that was asked for, by its name: loaded, or not in the archive. */
export type LoadedImages = ReadonlyMap<string, LoadedImage | ArchiveError>;

/**
 * Loads images of a compressed archive in one pass, without names, so that nothing is held in memory or on disk. The
 * engine gets the archive's end only when all of it was right: docs/decisions/0011-compressed-archives.md says why.
 * @throws ArchiveError for an archive that is refused, also when it has none of the images; HashikeError of the object
 * or the engine. No new image stays then.
 */
export async function loadFromGzip(
  archive: GzipArchive,
  wanted: readonly ArchiveReference[],
  store: ImageLoader,
  options: ImageLoadOptions,
  limits: ArchiveLimits,
): Promise<LoadedImages> {
  const { kind } = await store.facts(options);
  const results = new Map<string, LoadedImage | ArchiveError>();
  const loaded = new Map<string, HybridImage>();
  const newIds = new Set<string>();

  const onImages = async (found: ReadonlyMap<string, HybridImage | ArchiveError>): Promise<void> => {
    for (const [name, image] of found) {
      if (image instanceof ArchiveError) {
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
  readonly archive: GzipArchive;
  readonly wanted: readonly ArchiveReference[];
  readonly store: ImageLoader;
  readonly options: ImageLoadOptions;
  readonly limits: ArchiveLimits;
  readonly onImages: (found: ReadonlyMap<string, HybridImage | ArchiveError>) => Promise<void>;
}

async function* repack(work: Repacking): AsyncGenerator<Uint8Array> {
  const { archive, wanted, store, options, limits, onImages } = work;
  const totalBytes = archive.stat.size;
  let currentBytes = 0;
  const onRead = (bytes: number) => {
    currentBytes += bytes;
    options.onProgress({ status: "downloading", currentBytes, totalBytes });
  };
  const contents = yield* passOnGzip(archive, limits, { signal: options.signal, onRead });

  const facts = await store.facts(options);
  const archived = imagesOf(contents, limits);
  const found = new Map<string, HybridImage | ArchiveError>();
  const keptLayers = new Map<string, Uint8Array>();
  for (const reference of wanted) {
    const image = refusalOf(() => selectImage(archived, reference));
    if (image instanceof ArchiveError) {
      found.set(reference.name, image);
      continue;
    }
    const { keptLayers: kept, ...assembled } = assembleImage(image, contents, limits);
    const refused = refusalOf(() => checkPlatform(assembled.config, facts));
    found.set(reference.name, refused ?? assembled);
    for (const [path, bytes] of kept) keptLayers.set(path, bytes);
  }
  const images = [...found.values()].flatMap((image) => (image instanceof ArchiveError ? [] : [image]));
  // Without an image the engine would have nothing to say; the first refusal says it all.
  if (images.length === 0) throw [...found.values()].find((image) => image instanceof ArchiveError);
  await onImages(found);
  for (const [path, bytes] of keptLayers) yield* tarFile(path, bytes);
  options.onProgress({ status: "extracting", currentBytes, totalBytes });
  yield* hybridDocuments([...new Map(images.map((image) => [image.config.digest, image])).values()]);
}

/** One image that is not there, or for another machine, is no reason to load no other. */
function refusalOf<T>(step: () => T): T | ArchiveError {
  try {
    return step();
  } catch (error) {
    if (error instanceof ArchiveError) return error;
    throw error;
  }
}
