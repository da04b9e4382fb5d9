import { HashikeError, type ImageSource, type StoreReference } from "@hashike/core";
import type { ObjectFolder } from "../folder/object-folder.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { createQueues } from "../images/queues.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { remoteStatus } from "../images/remote-status.ts";
import { loadStored } from "./load-stored.ts";
import { localNameFor, readReference } from "./read/read-reference.ts";
import { findStored, type StoredImage } from "./read/stored-image.ts";
import { resolveStored } from "./resolve-stored.ts";

export interface StoreSourceOptions {
  readonly openFolder: (url: string) => ObjectFolder;
  readonly limits: ImageLimits;
}

/** What to do about an image that is damaged. */
const pushAgainHint = "remove that object, if it is there, and push the image again";

/**
 * Images in stores without a registry. What was resolved is loaded: a tag that moves meanwhile is for the next look.
 */
export function createStoreSource({ openFolder, limits }: StoreSourceOptions): ImageSource {
  const resolved = new Map<string, StoredImage>();
  const queues = createQueues();
  return {
    localName: (text) => localNameFor(readReference(text)),
    resolve: async (text, store, options) => {
      const reference = readReference(text);
      const folder = openFolder(reference.url);
      const reading = { folder, limits, signal: options.signal };
      try {
        const image = await findStored(reference, reading);
        resolved.set(text, image);
        return await resolveStored(image, store, reading);
      } catch (error) {
        options.signal.throwIfAborted();
        return remoteStatus(error, `the store ${folder.address}`, pushAgainHint);
      }
    },
    load: async (text, store, options) => {
      const reference = readReference(text);
      const folder = openFolder(reference.url);
      const reading = { ...options, folder, limits };
      try {
        const image = resolved.get(text) ?? (await findStored(reference, reading));
        // One after the other: the second finds the layers that the first has brought.
        return await queues.run(store, reference.url, () =>
          loadStored(image, localNameFor(reference), store, reading),
        );
      } catch (error) {
        options.signal.throwIfAborted();
        throw loadFailure(error, reference, folder);
      }
    },
  };
}

/** What went wrong with a load, in the user's words. */
export function loadFailure(error: unknown, reference: StoreReference, { address }: ObjectFolder): unknown {
  if (!(error instanceof RefusalError)) return error;
  return new HashikeError(
    "DRIVER_IMAGE_PULL_FAILED",
    `cannot load ${localNameFor(reference)}: the store ${address} ${error.message}`,
    { hint: error.hint ?? pushAgainHint, cause: error },
  );
}
