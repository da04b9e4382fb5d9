import type { ImageSources } from "@hashike/core";
import { openFolder } from "../folder/open-folder.ts";
import { defaultLimits, type ImageLimits } from "../images/image-limits.ts";
import type { ObjectOptions } from "../open-object.ts";
import { createStoreSource } from "./store-source.ts";

export interface StoreImageSourcesOptions extends Pick<ObjectOptions, "s3" | "patience"> {
  /** Where to stop reading hostile documents. */
  readonly limits?: Partial<ImageLimits> | undefined;
}

/**
 * Brings images from stores without a registry: `oci+s3://bucket/prefix/app:1.0`, `oci+file:///srv/images/app:1.0`.
 * For the driver's `imageSources`.
 */
export function createStoreImageSources({ limits, ...options }: StoreImageSourcesOptions = {}): ImageSources {
  const source = createStoreSource({
    openFolder: (url) => openFolder(url, options),
    limits: { ...defaultLimits, ...limits },
  });
  return { "oci+s3": source, "oci+file": source };
}
