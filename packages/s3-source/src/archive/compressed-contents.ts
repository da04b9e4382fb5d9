import { checkDigest } from "../images/check-digest.ts";
import { freshPath, type HybridImage } from "../images/hybrid-tar.ts";
import { type ImageConfig, parseImageConfig, sha256 } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import type { MeasuredLayer } from "../images/layer-meter.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import { resolveFile } from "../tar/resolve-links.ts";
import type { TarEntry } from "../tar/tar-entries.ts";
import { type ArchivedImage, digestIn, manifestName, parseArchiveManifest } from "./archive-manifest.ts";
import { noManifest } from "./tar-archive.ts";

/** A file that was passed on to the engine. */
export interface PassedFile extends MeasuredLayer {
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

export function imagesOf({ kept, entries }: CompressedContents, limits: ImageLimits): readonly ArchivedImage[] {
  const bytes = kept.get(manifestName);
  if (bytes !== undefined) return parseArchiveManifest(bytes, limits);
  throw entries.has(manifestName) ? new RefusalError("has a manifest.json that is too long") : noManifest();
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
    const entry = resolveFile(image.layerPaths[index] ?? "", contents.entries);
    const layer = contents.passed.get(entry.name) ?? keptLayer(entry, contents, keptLayers);
    checkDigest(entry.name, digestIn(entry.name), layer.digest);
    checkDigest(`the layer ${entry.name}`, diffId, layer.diffId);
    return layer;
  });
  return { config, layers, keptLayers };
}

function configOf(image: ArchivedImage, contents: CompressedContents, limits: ImageLimits): ImageConfig {
  const entry = resolveFile(image.configPath, contents.entries);
  const bytes = contents.kept.get(entry.name);
  if (bytes === undefined)
    throw new RefusalError(`has a ${shown(image.configPath)} that is no config of an image`);
  const config = parseImageConfig(bytes, limits);
  checkDigest(`the config ${image.configPath}`, image.configDigest, config.digest);
  if (config.diffIds.length === image.layerPaths.length) return config;
  throw new RefusalError(
    `has an image of ${config.diffIds.length} layers by its config and ${image.layerPaths.length} by manifest.json`,
  );
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
  return { digest, diffId: digest, size: bytes.length, isCompressed: false, path };
}
