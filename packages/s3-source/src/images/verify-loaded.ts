import { HashikeError, type ImageLoader, type ImageStoreOptions } from "@hashike/core";
import type { ImageConfig } from "./image-config.ts";

/**
 * Makes sure that the engine has what it was sent: some stores say so of an image that lacks layers.
 * @throws HashikeError `DRIVER_IMAGE_PULL_FAILED`
 */
export async function verifyLoaded(
  imageId: string,
  { diffIds }: ImageConfig,
  store: ImageLoader,
  options: ImageStoreOptions,
): Promise<void> {
  const found = await store.find(imageId, options);
  if (found === undefined) throw incomplete("it is not there");
  const isWhole = found.layers.length === diffIds.length && found.layers.every((id, i) => id === diffIds[i]);
  if (!isWhole) throw incomplete(`it has ${found.layers.length} of ${diffIds.length} layers`);
}

/**
 * Takes a failed load's image away. One that has a name by now stays: another apply has loaded it, and succeeded.
 * Goes on after an abort, and leaves the failure that led here to be told.
 */
export async function discardNew(imageId: string, store: ImageLoader): Promise<void> {
  try {
    const found = await store.find(imageId, { signal: new AbortController().signal });
    if (found !== undefined && found.names.length === 0) await store.remove(imageId);
  } catch {
    // The engine is gone, or keeps it: the next load of this image verifies it again.
  }
}

function incomplete(reason: string): HashikeError {
  return new HashikeError("DRIVER_IMAGE_PULL_FAILED", `the engine did not keep the image: ${reason}`, {
    hint: "look at the engine's log and its disk space, then apply again",
  });
}
