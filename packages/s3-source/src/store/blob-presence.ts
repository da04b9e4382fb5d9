import { blobKey } from "./layout.ts";
import type { Reading } from "./read/read-document.ts";
import { mapSideBySide } from "./side-by-side.ts";

/**
 * Which blobs are in a store, with their sizes. One small request for each.
 * @returns those that are there, by digest
 */
export async function presentBlobs(
  digests: readonly string[],
  { folder, signal }: Pick<Reading, "folder" | "signal">,
): Promise<ReadonlyMap<string, number>> {
  const sizes = await mapSideBySide([...new Set(digests)], async (digest) => ({
    digest,
    size: await folder.sizeOf(blobKey(digest), { signal }),
  }));
  return new Map(sizes.flatMap(({ digest, size }) => (size === undefined ? [] : [[digest, size] as const])));
}
