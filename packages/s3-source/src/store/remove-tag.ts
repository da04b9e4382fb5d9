import { RefusalError } from "../images/refusal-error.ts";
import { pointerKey } from "./layout.ts";
import { findTag } from "./read/find-tag.ts";
import type { Reading } from "./read/read-document.ts";
import { updateIndex } from "./update-index.ts";

/**
 * Takes a tag away; the blobs stay until garbage is collected. Also a tag that another tool has written, and one that
 * cannot be read.
 * @returns what it pointed to; `undefined` where that cannot be told
 * @throws HashikeError `SOURCE_NOT_FOUND` when there is no such tag
 */
export async function removeTag(name: string, tag: string, reading: Reading): Promise<string | undefined> {
  const { folder, signal } = reading;
  const digest = await findTag({ name, tag }, reading).then(
    (descriptor) => descriptor.digest,
    (error: unknown) => {
      if (error instanceof RefusalError) return undefined;
      throw error;
    },
  );
  await folder.remove(pointerKey(tag), { signal });
  await updateIndex(reading, tag);
  return digest;
}
