import { tagAnnotation } from "../../images/descriptor.ts";
import { type ImageConfig, sha256 } from "../../images/image-config.ts";
import { asJson, manifestType } from "../../images/oci-documents.ts";

/** In a pointer: the digest of the image's config, by which graph stores know it. */
export const configAnnotation = "dev.hashike.config";

/** In a pointer: all bytes of the image, as they are kept. */
export const sizeAnnotation = "dev.hashike.size";

/** The small object that a tag is: an OCI descriptor of the image's manifest. The same for the same image and tag. */
export function makePointer(
  tag: string,
  manifest: Uint8Array,
  { digest, os, architecture }: ImageConfig,
  totalBytes: number,
): Uint8Array {
  return asJson({
    mediaType: manifestType,
    digest: sha256(manifest),
    size: manifest.length,
    ...(os === undefined || architecture === undefined ? {} : { platform: { architecture, os } }),
    annotations: {
      [tagAnnotation]: tag,
      [configAnnotation]: digest,
      [sizeAnnotation]: String(totalBytes),
    },
  });
}
