import { checkDigest } from "../images/check-digest.ts";
import { freshPath, type HybridImage } from "../images/hybrid-tar.ts";
import { type ImageConfig, parseImageConfig, sha256 } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import type { PackedLayer } from "../images/pack-layer.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import { resolveFile } from "../tar/resolve-links.ts";
import type { TarEntry } from "../tar/tar-entries.ts";
import { indexName } from "./archive-index.ts";
import { type ArchiveListing, parseListing } from "./archive-listing.ts";
import { digestIn, manifestName } from "./archive-manifest.ts";
import type { ArchivedImage } from "./archived-image.ts";
import type { ReadDocument } from "./index-images.ts";
import { checkLayerCount, noManifest } from "./tar-archive.ts";

/** A file that was passed on to the engine. */
export interface PassedFile extends PackedLayer {
  readonly path: string;
}

/** What is known of a compressed archive once it has streamed by. */
export interface CompressedContents {
  readonly entries: ReadonlyMap<string, TarEntry>;
  /** Documents, by path. */
  readonly kept: ReadonlyMap<string, Uint8Array>;
  /** All other files, by path. */
  readonly passed: ReadonlyMap<string, PassedFile>;
}

export function listingOf({ kept, entries }: CompressedContents, limits: ImageLimits): ArchiveListing {
  const [manifest, index] = [kept.get(manifestName), kept.get(indexName)];
  for (const name of [manifestName, indexName]) {
    if (entries.has(name) && !kept.has(name)) throw new RefusalError(`has a ${name} that is too long`);
  }
  if (manifest === undefined && index === undefined) throw noManifest();
  return parseListing({ manifest, index }, limits);
}

/** Reads what was kept of the archive, also behind links. */
export function keptReader({ kept, entries }: CompressedContents): ReadDocument {
  return async (path) => (entries.has(path) ? kept.get(resolveFile(path, entries).name) : undefined);
}

/** @throws RefusalError when the image is not what its config and the names of its files say */
export function assembleImage(
  image: ArchivedImage,
  contents: CompressedContents,
  limits: ImageLimits,
): HybridImage & { readonly keptLayers: ReadonlyMap<string, Uint8Array> } {
  const config = configOf(image, contents, limits);
  const keptLayers = new Map<string, Uint8Array>();
  const layers = config.diffIds.map((diffId, index) => {
    const entry = resolveFile(image.layerPaths[index] ?? "", contents.entries, image.namedBy);
    const layer = contents.passed.get(entry.name) ?? keptLayer(entry, contents, keptLayers);
    checkDigest(entry.name, digestIn(entry.name), layer.keptDigest);
    checkDigest(`the layer ${entry.name}`, diffId, layer.diffId);
    return layer;
  });
  return { config, layers, keptLayers };
}

function configOf(image: ArchivedImage, contents: CompressedContents, limits: ImageLimits): ImageConfig {
  const entry = resolveFile(image.configPath, contents.entries, image.namedBy);
  const bytes = contents.kept.get(entry.name);
  if (bytes === undefined)
    throw new RefusalError(`has a ${shown(image.configPath)} that is no config of an image`);
  const config = parseImageConfig(bytes, limits);
  checkDigest(`the config ${image.configPath}`, image.configDigest, config.digest);
  checkLayerCount(config, image);
  return config;
}

/** A layer that begins like a document was kept as one: it is sent after all. */
function keptLayer(
  { name }: TarEntry,
  { kept }: CompressedContents,
  keptLayers: Map<string, Uint8Array>,
): PassedFile {
  const bytes = kept.get(name);
  if (bytes === undefined) throw new RefusalError(`has no ${shown(name)}, which its manifest.json names`);
  const digest = sha256(bytes);
  const path = freshPath();
  keptLayers.set(path, bytes);
  return { digest, keptDigest: digest, diffId: digest, size: bytes.length, isCompressed: false, path };
}
