import type { ObjectStat, RangedObject } from "@hashike/core";
import { isGzip } from "../images/gunzip.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { rangedInput, type Window, windowBytes } from "../tar/ranged-input.ts";
import { cleanName, tarEntries } from "../tar/tar-entries.ts";
import { blockSize, decodeHeader } from "../tar/tar-header.ts";
import { type ArchivedImage, manifestName, parseArchiveManifest } from "./archive-manifest.ts";
import { noManifest, readFile, type TarArchive } from "./tar-archive.ts";

/** A compressed archive: nothing is known of it before it is read to the end. */
export interface CompressedArchive {
  readonly format: "compressed";
  readonly object: RangedObject;
  readonly stat: ObjectStat;
}

export type Archive = TarArchive | CompressedArchive;

/** Holds the manifest of many hundred images. */
const longSuffixBytes = 256 * 1024;

/**
 * Finds out what an object is. `docker save` writes `manifest.json` near the end, so one request of 16 KB tells what
 * an archive holds; gzip is told by its first bytes, whatever name and headers say.
 * @throws RefusalError for what is no archive of images
 */
export async function openArchive(
  object: RangedObject,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<Archive> {
  const { stat, bytes } = await object.readSuffix(windowBytes, { signal });
  const near = suffixWindow(stat, bytes);
  const images = await findManifest(near, object, stat, limits, signal);
  if (images !== undefined) return { format: "tar", object, stat, images, known: near };

  const input = rangedInput(object, stat, { signal, known: near });
  const head = await input.read(0, blockSize);
  if (isGzip(head)) return { format: "compressed", object, stat };
  if (head.length < blockSize) throw new RefusalError("is no tar archive");
  decodeHeader(head);
  return openUncommonTar(object, stat, limits, signal);
}

/** One whose manifest is long, or not near the end as other tools write it. */
async function openUncommonTar(
  object: RangedObject,
  stat: ObjectStat,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<TarArchive> {
  const far = await object.readSuffix(longSuffixBytes, { signal });
  if (far.stat.version === stat.version) {
    const known = suffixWindow(stat, far.bytes);
    const images = await findManifest(known, object, stat, limits, signal);
    if (images !== undefined) return { format: "tar", object, stat, images, known };
  }
  const input = rangedInput(object, stat, { signal });
  for await (const entry of tarEntries(input, limits)) {
    if (entry.name !== manifestName) continue;
    const images = parseArchiveManifest(await readFile(entry, input, limits), limits);
    return { format: "tar", object, stat, images, known: undefined };
  }
  throw noManifest();
}

/** From the last block backwards, as a file of that name inside a layer comes before the archive's own. */
async function findManifest(
  window: Window,
  object: RangedObject,
  stat: ObjectStat,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<readonly ArchivedImage[] | undefined> {
  const first = Math.ceil(window.offset / blockSize) * blockSize - window.offset;
  const blocks = Math.floor((window.bytes.length - first) / blockSize);
  for (let index = blocks - 1; index >= 0; index -= 1) {
    const start = first + index * blockSize;
    const size = manifestSizeAt(window.bytes.subarray(start, start + blockSize));
    if (size === undefined) continue;
    const offset = window.offset + start + blockSize;
    const input = rangedInput(object, stat, { signal, known: window });
    const entry = { name: manifestName, kind: "file", linkName: "", size, offset } as const;
    return parseArchiveManifest(await readFile(entry, input, limits), limits);
  }
  return undefined;
}

function manifestSizeAt(block: Uint8Array): number | undefined {
  // Cheap, and true for next to no block that is none.
  if (!Buffer.from(block.subarray(0, 16)).includes(manifestName.slice(0, 8))) return undefined;
  try {
    const header = decodeHeader(block);
    const isFile = header?.type === "0" || header?.type === "7";
    return header !== undefined && isFile && cleanName(header.name) === manifestName
      ? header.size
      : undefined;
  } catch {
    return undefined;
  }
}

function suffixWindow({ size }: ObjectStat, bytes: Uint8Array): Window {
  return { offset: size - bytes.length, bytes };
}
