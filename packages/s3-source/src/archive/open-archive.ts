import type { ObjectStat, RangedObject } from "@hashike/core";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { archiveCompression, type ReadCompression } from "../images/unpack/other-compression.ts";
import { rangedInput, type Window, windowBytes } from "../tar/ranged-input.ts";
import { type FilePlace, tailFiles } from "../tar/tail-files.ts";
import { tarEntries } from "../tar/tar-entries.ts";
import { blockSize, decodeHeader } from "../tar/tar-header.ts";
import { indexName } from "./archive-index.ts";
import { type ArchiveListing, parseListing } from "./archive-listing.ts";
import { manifestName } from "./archive-manifest.ts";
import { noManifest, readFile, type TarArchive } from "./tar-archive.ts";

/** A compressed archive: nothing is known of it before it is read to the end. */
export interface CompressedArchive {
  readonly format: "compressed";
  readonly compression: Exclude<ReadCompression, "none">;
  readonly object: RangedObject;
  readonly stat: ObjectStat;
}

export type Archive = TarArchive | CompressedArchive;

/** Holds the manifest of many hundred images. */
const longSuffixBytes = 256 * 1024;

/**
 * Finds out what an object is. All tools write `manifest.json` and `index.json` near the end, so one request of 16 KB
 * tells what an archive holds; the first bytes tell the compression, whatever name and headers say.
 * @throws RefusalError for what is no archive of images
 */
export async function openArchive(
  object: RangedObject,
  limits: ImageLimits,
  signal: AbortSignal,
): Promise<Archive> {
  const { stat, bytes } = await object.readSuffix(windowBytes, { signal });
  const opening: Opening = { object, stat, limits, signal };
  const near = suffixWindow(stat, bytes);
  const listing = await listingIn(near, opening);
  if (listing !== undefined) return { format: "tar", object, stat, listing, known: near };

  const head = await rangedInput(object, stat, { signal, known: near }).read(0, blockSize);
  const compression = archiveCompression(head);
  if (compression !== "none") return { format: "compressed", compression, object, stat };
  if (head.length < blockSize) throw new RefusalError("is no tar archive");
  decodeHeader(head);
  return openUncommonTar(opening);
}

interface Opening {
  readonly object: RangedObject;
  readonly stat: ObjectStat;
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
}

/** One whose documents are long, or not near the end as other tools write them. */
async function openUncommonTar(opening: Opening): Promise<TarArchive> {
  const { object, stat, limits, signal } = opening;
  const far = await object.readSuffix(longSuffixBytes, { signal });
  if (far.stat.version === stat.version) {
    const known = suffixWindow(stat, far.bytes);
    const listing = await listingIn(known, opening);
    if (listing !== undefined) return { format: "tar", object, stat, listing, known };
  }
  const files = new Map<string, FilePlace>();
  for await (const { name, kind, offset, size } of tarEntries(
    rangedInput(object, stat, { signal }),
    limits,
  )) {
    if (kind === "file" && (name === manifestName || name === indexName)) files.set(name, { offset, size });
    if (files.size === 2) break;
  }
  const listing = await readListing(files, undefined, opening);
  if (listing === undefined) throw noManifest();
  return { format: "tar", object, stat, listing, known: undefined };
}

function listingIn(window: Window, opening: Opening): Promise<ArchiveListing | undefined> {
  return readListing(tailFiles(window), window, opening);
}

async function readListing(
  files: ReadonlyMap<string, FilePlace>,
  known: Window | undefined,
  { object, stat, limits, signal }: Opening,
): Promise<ArchiveListing | undefined> {
  const input = rangedInput(object, stat, { signal, known });
  const read = async (name: string) => {
    const place = files.get(name);
    if (place === undefined) return undefined;
    return readFile({ name, kind: "file", linkName: "", ...place }, input, limits);
  };
  const [manifest, index] = [await read(manifestName), await read(indexName)];
  return manifest === undefined && index === undefined
    ? undefined
    : parseListing({ manifest, index }, limits);
}

function suffixWindow({ size }: ObjectStat, bytes: Uint8Array): Window {
  return { offset: size - bytes.length, bytes };
}
