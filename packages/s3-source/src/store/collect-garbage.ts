import { HashikeError } from "@hashike/core";
import type { ListedObject } from "../folder/object-folder.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { announced, removeStaleMarks } from "./collector-mark.ts";
import { blobPrefix, digestOfKey, indexKey, pointerPrefix } from "./layout.ts";
import { neededBlobs } from "./needed-blobs.ts";
import type { Reading } from "./read/read-document.ts";
import { readTags } from "./read/read-tags.ts";
import { mapSideBySide } from "./side-by-side.ts";
import { updateIndex } from "./update-index.ts";

export interface CollectOptions {
  /** What was written after this stays, milliseconds since the epoch: a push may be about to use it. */
  readonly beforeMs: number;
  /** Removes nothing, and says what would be. */
  readonly dryRun: boolean;
}

/** What a collection removed, or would remove, from one image's folder. */
export interface Collected {
  /** For people: `s3://bucket/prefix/app`. */
  readonly address: string;
  readonly blobs: readonly { readonly digest: string; readonly sizeBytes: number }[];
  /** Keys of uploads that were never completed. */
  readonly unfinished: readonly string[];
  /** Blobs that nothing needs either, and that are too new to go. */
  readonly tooNew: number;
}

/** Removed together, with the tags read anew before each. */
const batchSize = 100;

/**
 * Removes the blobs that no tag and no entry of `index.json` needs, and what uploads have left behind.
 * @throws HashikeError `SOURCE_UNREADABLE` when it cannot be told what is needed: then nothing was removed
 */
export async function collectGarbage(reading: Reading, options: CollectOptions): Promise<Collected> {
  const { folder, signal } = reading;
  const { beforeMs, dryRun } = options;
  // What is removed below must not be named there any more.
  if (!dryRun) await updateIndex(reading);
  const blobs = await folder.list(blobPrefix, { signal });
  const unneeded = await withoutNeeded(blobs, reading);
  const old = unneeded.filter(({ modifiedAtMs }) => modifiedAtMs < beforeMs);
  const unfinished = (await folder.listUnfinished("", { signal })).filter(
    ({ startedAtMs }) => startedAtMs < beforeMs,
  );
  const removed = dryRun ? old : await removeAll(old, reading);
  if (!dryRun) {
    await mapSideBySide(unfinished, (upload) => upload.discard());
    await removeStaleMarks(reading, beforeMs);
  }
  return {
    address: folder.address,
    blobs: removed.map(({ key, size }) => ({ digest: digestOfKey(key) ?? key, sizeBytes: size })),
    unfinished: unfinished.map(({ key }) => key),
    tooNew: unneeded.length - old.length,
  };
}

async function removeAll(blobs: readonly ListedObject[], reading: Reading): Promise<readonly ListedObject[]> {
  const removed: ListedObject[] = [];
  for (let at = 0; at < blobs.length; at += batchSize) {
    await announced(reading, async () => {
      // A tag may have been written since: what it needs stays.
      const batch = await withoutNeeded(blobs.slice(at, at + batchSize), reading);
      await mapSideBySide(batch, ({ key }) => reading.folder.remove(key, reading));
      removed.push(...batch);
    });
  }
  return removed;
}

async function withoutNeeded(blobs: readonly ListedObject[], reading: Reading): Promise<ListedObject[]> {
  const needed = await allNeeded(reading);
  return blobs.filter(({ key }) => {
    const digest = digestOfKey(key);
    return digest !== undefined && !needed.has(digest);
  });
}

async function allNeeded(reading: Reading): Promise<ReadonlySet<string>> {
  const { folder, signal } = reading;
  try {
    const pointers = await folder.list(pointerPrefix, { signal });
    const tags = await readTags([...pointers, ...(await folder.list(indexKey, { signal }))], reading);
    const digests = [...new Set(tags.map(({ descriptor }) => descriptor.digest))];
    const parts = await mapSideBySide(digests, (digest) => neededBlobs(digest, reading));
    return new Set(parts.flatMap((part) => [...part]));
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    throw new HashikeError(
      "SOURCE_UNREADABLE",
      `the store ${folder.address} ${error.message}: nothing was removed, as it cannot be told what is needed`,
      { hint: error.hint ?? "push the image again, or remove its tag with `hashike image rm`", cause: error },
    );
  }
}
