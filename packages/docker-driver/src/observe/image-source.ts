import {
  type Diagnostic,
  HashikeError,
  type ImageSource,
  type ImageSources,
  type ImageSpec,
  isHashikeError,
  parseImageReference,
  withoutCredentials,
} from "@hashike/core";

/** @throws HashikeError `DRIVER_IMAGE_SCHEME_UNSUPPORTED` */
export function sourceFor(image: ImageSpec, imageSources: ImageSources): ImageSource {
  const source = Object.hasOwn(imageSources, image.scheme) ? imageSources[image.scheme] : undefined;
  if (source !== undefined) return source;
  throw new HashikeError(
    "DRIVER_IMAGE_SCHEME_UNSUPPORTED",
    `image ${image.reference}: nothing here brings images from ${image.scheme}://`,
    {
      hint: "give createDockerDriver an image source for this scheme (imageSources), or push the image to a registry",
      at: image.origin,
    },
  );
}

/** @returns `registry` for what names no scheme */
export function schemeOf(reference: string): string {
  const parsed = parseImageReference(reference);
  return "error" in parsed ? "registry" : parsed.scheme;
}

/** The name that an image has on the engine: a registry's is its reference. */
export function nameOnEngine(reference: string, imageSources: ImageSources): string {
  const scheme = schemeOf(reference);
  if (scheme === "registry") return reference;
  return imageSources[scheme]?.localName(reference) ?? reference;
}

/**
 * Has every source read its references, so that all mistakes are reported at once, each with its place.
 * @throws HashikeError `MANIFEST_INVALID`
 */
export function checkReferences(sources: ReadonlyMap<ImageSpec, ImageSource>): void {
  const diagnostics = [...sources].flatMap(([image, source]) => mistakeIn(image, source) ?? []);
  if (diagnostics.length === 0) return;
  const what =
    diagnostics.length === 1 ? "an image reference is" : `${diagnostics.length} image references are`;
  throw new HashikeError("MANIFEST_INVALID", `${what} invalid`, { diagnostics });
}

function mistakeIn({ reference, origin }: ImageSpec, source: ImageSource): Diagnostic | undefined {
  try {
    source.localName(reference);
    return undefined;
  } catch (error) {
    if (!isHashikeError(error) || error.code !== "MANIFEST_INVALID") throw error;
    return {
      severity: "error",
      path: `image ${withoutCredentials(reference)}`,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(origin === undefined ? {} : { at: origin }),
    };
  }
}
