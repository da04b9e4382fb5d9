import type { ImageSources, RangedObject } from "@hashike/core";
import { defaultLimits, type ImageLimits } from "../images/image-limits.ts";
import { createArchiveSource } from "./archive-source.ts";

export interface ArchiveImageSourcesOptions {
  /** Opens an archive by its address: `s3://bucket/misc.images.tar.gz`. Nothing need be read yet. */
  readonly openObject: (url: string) => RangedObject;
  /** Where to stop reading a hostile archive. */
  readonly limits?: Partial<ImageLimits> | undefined;
}

/**
 * Brings images from archives that `docker save` has written: `docker-archive+s3://bucket/misc.images.tar.gz/app:1`,
 * and the same with `+https`, `+http` and `+file`. For the driver's `imageSources`.
 */
export function createArchiveImageSources({ openObject, limits }: ArchiveImageSourcesOptions): ImageSources {
  const source = createArchiveSource({ openObject, limits: { ...defaultLimits, ...limits } });
  const schemes = ["s3", "https", "http", "file"];
  return Object.fromEntries(schemes.map((scheme) => [`docker-archive+${scheme}`, source]));
}
