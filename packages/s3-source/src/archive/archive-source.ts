import { HashikeError, type ImageSource, isHashikeError, type RangedObject } from "@hashike/core";
import type { ImageLimits } from "../images/image-limits.ts";
import { createQueues } from "../images/queues.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { loadArchived } from "./load/load-archived.ts";
import { parseArchiveReference } from "./parse-archive-reference.ts";
import { remakeHint, resolveArchived } from "./resolve-archived.ts";
import { createShelf } from "./shelf.ts";

export interface ArchiveSourceOptions {
  readonly openObject: (url: string) => RangedObject;
  readonly limits: ImageLimits;
}

/**
 * Images that `docker save` has written into archives. One source remembers what it has read of an archive as long as
 * the archive's version is the same, so that many images of one are read together.
 */
export function createArchiveSource({ openObject, limits }: ArchiveSourceOptions): ImageSource {
  const shelf = createShelf(openObject, limits);
  const queues = createQueues();
  return {
    localName: (reference) => parseArchiveReference(reference).localName,
    resolve: (reference, store, options) =>
      resolveArchived(parseArchiveReference(reference), { shelf, limits, store, options }),
    load: async (reference, store, options) => {
      const wanted = parseArchiveReference(reference);
      const { address } = shelf.object(wanted.url);
      const load = () => loadArchived(wanted, { shelf, limits, store, options });
      try {
        // One after the other: the second finds what the first has brought.
        return await queues.run(store, wanted.url, () => startOver(load, () => shelf.forget(wanted.url)));
      } catch (error) {
        options.signal.throwIfAborted();
        throw error instanceof RefusalError ? refusal(error, wanted.name, address) : error;
      }
    },
  };
}

/** Once: an object that is replaced again and again would keep an apply busy forever. */
async function startOver<T>(load: () => Promise<T>, forget: () => void): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!isHashikeError(error) || error.code !== "SOURCE_CHANGED") throw error;
    forget();
    return load();
  }
}

function refusal(error: RefusalError, name: string, address: string): HashikeError {
  return new HashikeError(
    "DRIVER_IMAGE_PULL_FAILED",
    `cannot load ${name}: the archive ${address} ${error.message}`,
    { hint: error.hint ?? remakeHint, cause: error },
  );
}
