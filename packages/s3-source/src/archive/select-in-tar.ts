import type { ImageStore, ImageStoreOptions } from "@hashike/core";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError } from "../images/refusal-error.ts";
import type { ArchiveListing } from "./archive-listing.ts";
import type { ArchivedImage } from "./archived-image.ts";
import type { ArchiveReference } from "./parse-archive-reference.ts";
import { selectImage } from "./select-image.ts";
import { documentReader, readContents, type TarArchive } from "./tar-archive.ts";

export interface SelectingInTar {
  readonly limits: ImageLimits;
  readonly store: ImageStore;
  readonly options: ImageStoreOptions;
}

/**
 * Finds an image of an uncompressed archive, mostly by its last bytes alone.
 * @throws RefusalError when it is not there
 */
export async function selectSeen(
  wanted: ArchiveReference,
  archive: TarArchive,
  selecting: SelectingInTar,
): Promise<ArchivedImage> {
  try {
    return await select(archive.listing, wanted, archive, selecting);
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return selectInTar(wanted, archive, selecting);
  }
}

/** The same by all of the archive: of long documents, one may not be among the last bytes. */
export async function selectInTar(
  wanted: ArchiveReference,
  archive: TarArchive,
  selecting: SelectingInTar,
): Promise<ArchivedImage> {
  const { limits, options } = selecting;
  const { listing } = await readContents(archive, limits, options.signal);
  return select(listing, wanted, archive, selecting);
}

async function select(
  listing: ArchiveListing,
  wanted: ArchiveReference,
  archive: TarArchive,
  { limits, store, options }: SelectingInTar,
): Promise<ArchivedImage> {
  const engine = await store.facts(options);
  const read = documentReader(archive, limits, options.signal);
  return selectImage(listing, wanted, { engine, limits, read });
}
