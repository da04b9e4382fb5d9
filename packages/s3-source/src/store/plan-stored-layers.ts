import type { Descriptor } from "../images/descriptor.ts";
import type { ImageConfig } from "../images/image-config.ts";
import type { ShippedLayer } from "../images/oci-documents.ts";
import type { PlannedLayer } from "../images/planned-layer.ts";
import { RefusalError, shown } from "../images/refusal-error.ts";
import type { ReadCompression } from "../images/unpack/other-compression.ts";
import { blobKey } from "./layout.ts";
import { isNotFound } from "./not-found.ts";
import { lacks, type Reading } from "./read/read-document.ts";
import type { StoredManifest } from "./read/stored-manifest.ts";

/** @throws RefusalError for layers that are compressed in a way that cannot be verified, or not as many as the config's */
export function planStoredLayers(
  manifest: StoredManifest,
  { diffIds }: ImageConfig,
  { folder }: Pick<Reading, "folder">,
): readonly PlannedLayer[] {
  const { layers } = manifest;
  if (layers.length !== diffIds.length) {
    throw new RefusalError(
      `has an image of ${diffIds.length} layers by its config and ${layers.length} by its manifest`,
    );
  }
  return layers.map((layer, index) => {
    const { digest, size } = layer;
    const name = blobKey(digest);
    return {
      name,
      diffId: diffIds[index] ?? "",
      size,
      claimedDigest: digest,
      compression: compressionOf(layer),
      async *read(signal) {
        const object = folder.object(name);
        const stat = await object.stat({ signal }).catch((error: unknown) => {
          throw isNotFound(error) ? lacks(name) : error;
        });
        if (stat.size !== size) {
          throw new RefusalError(`is damaged: ${name} has ${stat.size} bytes, and should have ${size}`);
        }
        yield* object.read(stat, 0, size, { signal });
      },
    };
  });
}

/** The layers as the engine will get them; `undefined` where only their bytes can tell. */
export function shippedLayers({ layers }: StoredManifest): readonly ShippedLayer[] | undefined {
  const shipped = layers.flatMap((layer) => {
    const compression = compressionOf(layer);
    const { digest, size } = layer;
    return compression === "zstd" ? [] : [{ digest, size, isCompressed: compression === "gzip" }];
  });
  return shipped.length === layers.length ? shipped : undefined;
}

/** By its media type: OCI's, or Docker's (`…rootfs.diff.tar.gzip`). */
function compressionOf({ mediaType }: Descriptor): ReadCompression {
  if (/\.tar$/.test(mediaType)) return "none";
  const compression = /\.tar[.+]([a-z0-9]+)$/.exec(mediaType)?.[1];
  if (compression === "gzip" || compression === "zstd") return compression;
  throw new RefusalError(
    compression === undefined
      ? `has a layer of a kind that is not known here: ${shown(mediaType)}`
      : `has a layer that is compressed with ${compression}`,
    "push the image with `hashike image push`, or with gzip (`skopeo copy --dest-compress-format gzip`)",
  );
}
