import type { ImageLimits } from "../images/image-limits.ts";
import { type IndexEntry, parseArchiveIndex } from "./archive-index.ts";
import { parseArchiveManifest } from "./archive-manifest.ts";
import type { ArchivedImage } from "./archived-image.ts";

/** What an archive says that is in it. One of both is enough; `docker save` writes both since Docker 25. */
export interface ArchiveListing {
  /** By `manifest.json`: one image for each, that of the platform of whoever saved it. */
  readonly images: readonly ArchivedImage[];
  /** By `index.json` of the OCI image layout: also those of other platforms. */
  readonly index: readonly IndexEntry[];
}

/** @throws RefusalError for documents that cannot be read, or that list no image */
export function parseListing(
  {
    manifest,
    index,
  }: { readonly manifest?: Uint8Array | undefined; readonly index?: Uint8Array | undefined },
  limits: ImageLimits,
): ArchiveListing {
  const images = manifest === undefined ? [] : parseArchiveManifest(manifest, limits);
  return { images, index: index === undefined ? [] : parseArchiveIndex(index, images.length === 0, limits) };
}
