import { blobKey } from "./layout.ts";
import type { Reading } from "./read/read-document.ts";
import { readStored } from "./read/stored-manifest.ts";
import { mapSideBySide } from "./side-by-side.ts";

/**
 * Every blob that an image needs: its manifest, its config and its layers; of an index those of all its manifests that
 * are there, as tools copy some platforms and leave others out.
 * @throws RefusalError when that cannot be told
 */
export async function neededBlobs(digest: string, reading: Reading): Promise<ReadonlySet<string>> {
  const stored = await readStored(digest, reading);
  if (stored.kind === "image") {
    return new Set([digest, stored.config.digest, ...stored.layers.map((layer) => layer.digest)]);
  }
  const parts = await mapSideBySide(stored.manifests, async (manifest) => {
    const isThere = (await reading.folder.sizeOf(blobKey(manifest.digest), reading)) !== undefined;
    return isThere ? neededBlobs(manifest.digest, reading) : new Set<string>();
  });
  return new Set([digest, ...parts.flatMap((part) => [...part])]);
}
