import type { ObjectStat, RangedObject } from "@hashike/core";
import { checkDigest } from "../images/check-digest.ts";
import { type ImageConfig, parseImageConfig } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import { rangedInput, type Window } from "../tar/ranged-input.ts";
import { resolveFile } from "../tar/resolve-links.ts";
import { type TarEntry, tarEntries, truncated } from "../tar/tar-entries.ts";
import type { TarInput } from "../tar/tar-input.ts";
import { type ArchivedImage, manifestName, parseArchiveManifest } from "./archive-manifest.ts";

/** One version of an uncompressed archive, read as far as somebody wanted to know. */
export interface TarArchive {
  readonly format: "tar";
  readonly object: RangedObject;
  readonly stat: ObjectStat;
  /** By `manifest.json`. */
  readonly images: readonly ArchivedImage[];
  /** What was read to find that out. */
  readonly known: Window | undefined;
  /** Filled by {@link readContents}. */
  contents?: Promise<ArchiveContents>;
}

export interface ArchiveContents {
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
  { object, stat, known, images }: TarArchive,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<ArchiveContents> {
  const input = rangedInput(object, stat, { signal, known });
  const entries = new Map<string, TarEntry>();
  const heads = new Map<string, Uint8Array>();
  for await (const entry of tarEntries(input, limits)) {
    entries.set(entry.name, entry);
    // Its header has just been read, so this is mostly in the same window.
    if (entry.kind === "file") heads.set(entry.name, await input.read(entry.offset, Math.min(entry.size, 4)));
  }
  const manifest = entries.get(manifestName);
  if (manifest === undefined) throw noManifest();
  const walked = parseArchiveManifest(await readFile(manifest, input, limits), limits);
  // The end of the archive was searched for it, and a layer may end with a file of that name.
  if (JSON.stringify(walked) !== JSON.stringify(images))
    throw new RefusalError("has two that are manifest.json");
  return { entries, heads };
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
  const entry = resolveFile(image.configPath, entries);
  const config = parseImageConfig(
    await readFile(entry, rangedInput(object, stat, { signal, known }), limits),
    limits,
  );
  checkDigest(`the config ${image.configPath}`, image.configDigest, config.digest);
  if (config.diffIds.length !== image.layerPaths.length) {
    throw new RefusalError(
      `has an image of ${config.diffIds.length} layers by its config and ${image.layerPaths.length} by manifest.json`,
    );
  }
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

export function noManifest(): RefusalError {
  return new RefusalError(
    "has no manifest.json",
    "write it with `docker save`, or `skopeo copy … docker-archive:FILE`",
  );
}
