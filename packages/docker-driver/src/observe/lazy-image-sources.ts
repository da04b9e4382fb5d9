import type { ImageSources, ImageSpec } from "@hashike/core";

/** Gives the sources once an image needs one: those that read archives and storage are heavy to load. */
export function lazyImageSources(
  given: ImageSources | (() => Promise<ImageSources>) | undefined,
): (images: readonly Pick<ImageSpec, "scheme">[]) => Promise<ImageSources> {
  if (typeof given !== "function") return async () => given ?? {};
  let loading: Promise<ImageSources> | undefined;
  return async (images) => {
    if (images.every((image) => image.scheme === "registry")) return {};
    loading ??= given();
    return loading;
  };
}
