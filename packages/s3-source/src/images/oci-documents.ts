import { sha256 } from "./image-config.ts";

/** A layer as the engine gets it. */
export interface ShippedLayer {
  readonly digest: string;
  readonly size: number;
  readonly isCompressed: boolean;
}

/** A config, as a manifest names it. */
export interface ConfigBlob {
  readonly digest: string;
  readonly bytes: { readonly length: number };
}

export const manifestType = "application/vnd.oci.image.manifest.v1+json";
export const indexType = "application/vnd.oci.image.index.v1+json";
export const configType = "application/vnd.oci.image.config.v1+json";
export const layerType = "application/vnd.oci.image.layer.v1.tar";

/**
 * The OCI manifest of an image. Its digest is the image's ID in a containerd store, so it is the same for the same
 * config and layers.
 */
export function ociManifest(config: ConfigBlob, layers: readonly ShippedLayer[]): Uint8Array {
  return asJson({
    schemaVersion: 2,
    mediaType: manifestType,
    config: { mediaType: configType, digest: config.digest, size: config.bytes.length },
    // A containerd store refuses a layer whose media type does not tell its compression.
    layers: layers.map(({ digest, size, isCompressed }) => ({
      mediaType: isCompressed ? `${layerType}+gzip` : layerType,
      digest,
      size,
    })),
  });
}

/** Without annotations: one would be taken for the image's name, and no name may move before the load is verified. */
export function ociIndex(manifests: readonly Uint8Array[]): Uint8Array {
  return asJson({
    schemaVersion: 2,
    mediaType: indexType,
    manifests: manifests.map((bytes) => ({
      mediaType: manifestType,
      digest: sha256(bytes),
      size: bytes.length,
    })),
  });
}

export const ociLayout: Uint8Array = asJson({ imageLayoutVersion: "1.0.0" });

export function asJson(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
