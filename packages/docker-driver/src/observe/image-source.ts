import { HashikeError, type ImageSource, type ImageSources, type ImageSpec } from "@hashike/core";

/** @throws HashikeError `DRIVER_IMAGE_SCHEME_UNSUPPORTED` */
export function sourceFor(image: ImageSpec, imageSources: ImageSources): ImageSource {
  const source = Object.hasOwn(imageSources, image.scheme) ? imageSources[image.scheme] : undefined;
  if (source !== undefined) return source;
  throw new HashikeError(
    "DRIVER_IMAGE_SCHEME_UNSUPPORTED",
    `image ${image.reference}: nothing here brings images from ${image.scheme}://`,
    {
      hint: "Give createDockerDriver an image source for this scheme (imageSources), or push the image to a registry",
      at: image.origin,
    },
  );
}
