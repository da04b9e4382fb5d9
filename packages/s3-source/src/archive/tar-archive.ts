import type { ObjectStat, RangedObject } from "@hashike/core";
import { checkDigest } from "../images/check-digest.ts";
import { type ImageConfig, parseImageConfig } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import { magicBytes } from "../images/unpack/compression.ts";
import { rangedInput, type Window } from "../tar/ranged-input.ts";
import { resolveFile } from "../tar/resolve-links.ts";
import { type TarEntry, tarEntries, truncated } from "../tar/tar-entries.ts";
import type { TarInput } from "../tar/tar-input.ts";
import { indexName } from "./archive-index.ts";
import { type ArchiveListing, parseListing } from "./archive-listing.ts";
import { manifestName } from "./archive-manifest.ts";
import type { ArchivedImage } from "./archived-image.ts";
import type { ReadDocument } from "./index-images.ts";

/** One version of an uncompressed archive, read as far as somebody wanted to know. */
export interface TarArchive {
  readonly format: "tar";
  readonly object: RangedObject;
  readonly stat: ObjectStat;
  /** What its last bytes tell, or what was found on the way to them. */
  readonly listing: ArchiveListing;
  /** What was read to find that out. */
  readonly known: Window | undefined;
  /** Filled by {@link readContents}. */
  contents?: Promise<ArchiveContents>;
}

export interface ArchiveContents {
  /** Of the whole archive. */
  readonly listing: ArchiveListing;
  readonly entries: ReadonlyMap<string, TarEntry>;
  /** First bytes of files, by path: they tell a layer's compression. */
  readonly heads: ReadonlyMap<string, Uint8Array>;
}

/**
 * Walks through the archive once, however many ask. The headers of small files lie close together; each large one
 * costs a request of 16 KB.
 */
export function readContents(
  archive: TarArchive,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<ArchiveContents> {
  archive.contents ??= walk(archive, limits, signal).catch((error: unknown) => {
    delete archive.contents;
    throw error;
  });
  return archive.contents;
}

async function walk(
  { object, stat, known, listing: seen }: TarArchive,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<ArchiveContents> {
  const input = rangedInput(object, stat, { signal, known });
  const entries = new Map<string, TarEntry>();
  const heads = new Map<string, Uint8Array>();
  for await (const entry of tarEntries(input, limits)) {
    entries.set(entry.name, entry);
    // Its header has just been read, so this is mostly in the same window.
    if (entry.kind === "file") {
      heads.set(entry.name, await input.read(entry.offset, Math.min(entry.size, magicBytes)));
    }
  }
  const read = async (name: string) => {
    const entry = entries.get(name);
    return entry === undefined ? undefined : readFile(entry, input, limits);
  };
  const [manifest, index] = [await read(manifestName), await read(indexName)];
  if (manifest === undefined && index === undefined) throw noManifest();
  const listing = parseListing({ manifest, index }, limits);
  checkSame(seen, listing);
  return { listing, entries, heads };
}

/** The end of the archive was searched for them, and a layer may end with a file of that name. */
function checkSame(seen: ArchiveListing, { images, index }: ArchiveListing): void {
  if (seen.images.length > 0 && JSON.stringify(seen.images) !== JSON.stringify(images)) {
    throw new RefusalError("has two that are manifest.json");
  }
  if (seen.index.length > 0 && JSON.stringify(seen.index) !== JSON.stringify(index)) {
    throw new RefusalError("has two that are index.json");
  }
}

/** Reads a document by its path; walks through the archive first, where nobody has. */
export function documentReader(archive: TarArchive, limits: ImageLimits, signal: AbortSignal): ReadDocument {
  return async (path) => {
    const { entries } = await readContents(archive, limits, signal);
    if (!entries.has(path)) return undefined;
    const { object, stat, known } = archive;
    return readFile(resolveFile(path, entries), rangedInput(object, stat, { signal, known }), limits);
  };
}

/** @throws RefusalError when it is not there, or not what its name says */
export async function readConfig(
  archive: TarArchive,
  image: ArchivedImage,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<ImageConfig> {
  const { object, stat, known } = archive;
  const { entries } = await readContents(archive, limits, signal);
  const entry = resolveFile(image.configPath, entries, image.namedBy);
  const config = parseImageConfig(
    await readFile(entry, rangedInput(object, stat, { signal, known }), limits),
    limits,
  );
  checkDigest(`the config ${image.configPath}`, image.configDigest, config.digest);
  checkLayerCount(config, image);
  return config;
}

/** Reads a document, which is small or refused. */
export async function readFile(entry: TarEntry, input: TarInput, limits: ImageLimits): Promise<Uint8Array> {
  if (entry.kind !== "file") throw new RefusalError(`has no file in the place of ${shown(entry.name)}`);
  if (entry.size > limits.maxDocumentBytes)
    throw new RefusalError(`has a ${shown(entry.name)} that is too long`);
  const bytes = await input.read(entry.offset, entry.size);
  if (bytes.length < entry.size) throw truncated();
  return bytes;
}

/** @throws RefusalError */
export function checkLayerCount({ diffIds }: ImageConfig, { layerPaths, namedBy }: ArchivedImage): void {
  if (diffIds.length === layerPaths.length) return;
  throw new RefusalError(
    `has an image of ${diffIds.length} layers by its config and ${layerPaths.length} by its ${namedBy}`,
  );
}

export function noManifest(): RefusalError {
  return new RefusalError(
    "holds no image: it has neither manifest.json nor index.json",
    "write it with `docker save`, `docker buildx build --output type=oci`, `podman save` or `skopeo copy`",
  );
}
