import type { ObjectFolder } from "../folder/object-folder.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { findLayouts } from "./read/find-layouts.ts";
import { sizeAnnotation } from "./read/pointer.ts";
import type { Reading } from "./read/read-document.ts";
import { readTags, type StoredTag } from "./read/read-tags.ts";
import { readStored } from "./read/stored-manifest.ts";
import { mapSideBySide } from "./side-by-side.ts";

/** One tag of a store, as it is listed. */
export interface ListedImage {
  /** Of the image, below the place that was asked about: `team/app`. */
  readonly name: string;
  /** Absent for an image that another tool has put there without one. */
  readonly tag?: string;
  /** Of the manifest. */
  readonly digest: string;
  /** All bytes of the image, as they are kept; absent where that cannot be told. */
  readonly sizeBytes?: number;
  readonly pushedAtMs: number;
}

/** Lists every tag below a place. A folder whose tags cannot be read is reported to `onUnreadable`, and left out. */
export async function listImages(
  place: ObjectFolder,
  open: (path: string) => Reading,
  {
    signal,
    onUnreadable,
  }: { readonly signal: AbortSignal; readonly onUnreadable: (address: string, reason: string) => void },
): Promise<readonly ListedImage[]> {
  const layouts = await findLayouts(place, signal);
  const listed = await mapSideBySide(layouts, async ({ path, objects }) => {
    const reading = open(path);
    const name = path === "" ? (place.address.split("/").at(-1) ?? "") : path;
    try {
      const tags = await readTags(objects, reading);
      return await mapSideBySide(tags, (tag) => describe(name, tag, reading));
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      onUnreadable(reading.folder.address, error.message);
      return [];
    }
  });
  return listed.flat();
}

async function describe(
  name: string,
  { tag, descriptor, pushedAtMs }: StoredTag,
  reading: Reading,
): Promise<ListedImage> {
  const sizeBytes = await sizeOf(descriptor, reading);
  return {
    name,
    ...(tag === undefined ? {} : { tag }),
    digest: descriptor.digest,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    pushedAtMs,
  };
}

/** As the pointer tells it; of what other tools wrote by its manifest. */
async function sizeOf({ digest, size, annotations }: StoredTag["descriptor"], reading: Reading) {
  const told = Number(annotations[sizeAnnotation]);
  if (Number.isSafeInteger(told)) return told;
  try {
    const stored = await readStored(digest, reading);
    if (stored.kind === "index") return undefined;
    return [stored.config, ...stored.layers].reduce((sum, blob) => sum + blob.size, size);
  } catch (error) {
    if (error instanceof RefusalError) return undefined;
    throw error;
  }
}
