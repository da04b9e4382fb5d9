import { gzipSync } from "node:zlib";
import { digestOf, json, type TarFile, type TestImage } from "./make-image.ts";
import { zstdBytes } from "./zstd-bytes.ts";

export type LayerForm = "plain" | "gzip" | "zstd";

/** An image in an OCI image layout. */
export interface OciEntry {
  /** One for each platform. */
  readonly images: readonly OciImage[];
  /** On its entry of `index.json`. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Put into an index of its own, as builders do; else each stands in `index.json`. */
  readonly isNested?: boolean;
}

export interface OciImage {
  readonly image: TestImage;
  /** Absent: left to the config, as skopeo does. */
  readonly platform?: { readonly os: string; readonly architecture: string; readonly variant?: string };
  /** Listed, and not there. */
  readonly isMissing?: boolean;
}

interface Blob {
  readonly mediaType: string;
  readonly content: Buffer;
}

const oci = "application/vnd.oci.image";
const pack: Readonly<Record<LayerForm, (layer: Buffer) => Blob>> = {
  plain: (content) => ({ mediaType: `${oci}.layer.v1.tar`, content }),
  gzip: (layer) => ({ mediaType: `${oci}.layer.v1.tar+gzip`, content: gzipSync(layer, { level: 1 }) }),
  zstd: (layer) => ({ mediaType: `${oci}.layer.v1.tar+zstd`, content: zstdBytes(layer) }),
};

/** The files of a tar as buildx, skopeo and Podman write OCI archives, without `manifest.json`. */
export function ociFiles(form: LayerForm, ...entries: readonly OciEntry[]): TarFile[] {
  const blobs = new Map<string, Buffer>();
  const keep = ({ mediaType, content }: Blob, more = {}) => {
    blobs.set(blobPath(content), content);
    return { mediaType, digest: digestOf(content), size: content.length, ...more };
  };
  const keepImage = ({ image, platform, isMissing = false }: OciImage) => {
    const manifest = json({
      schemaVersion: 2,
      config: keep({ mediaType: `${oci}.config.v1+json`, content: image.config }),
      layers: image.layers.map((layer) => keep(pack[form](layer))),
    });
    const kept = keep({ mediaType: `${oci}.manifest.v1+json`, content: manifest }, { platform });
    if (isMissing) blobs.delete(blobPath(manifest));
    return kept;
  };
  const manifests = entries.flatMap(({ images, annotations, isNested = false }) => {
    const kept = images.map(keepImage);
    if (!isNested) return kept.map((descriptor) => ({ ...descriptor, annotations }));
    const content = json({ schemaVersion: 2, manifests: [...kept, keep(provenance, attestation)] });
    return [keep({ mediaType: `${oci}.index.v1+json`, content }, { annotations })];
  });
  return [
    { name: "blobs/", type: "directory" },
    { name: "blobs/sha256/", type: "directory" },
    ...[...blobs].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, content]) => ({ name, content })),
    { name: "index.json", content: json({ schemaVersion: 2, manifests }) },
    { name: "oci-layout", content: json({ imageLayoutVersion: "1.0.0" }) },
  ];
}

/** What builders write beside images. */
const provenance: Blob = {
  mediaType: `${oci}.manifest.v1+json`,
  content: json({ schemaVersion: 2, config: {}, layers: [], subject: "made by a builder" }),
};
const attestation = {
  platform: { os: "unknown", architecture: "unknown" },
  annotations: { "vnd.docker.reference.type": "attestation-manifest" },
};

/** Adds the `manifest.json` that an engine with a containerd store writes: of one platform, with its layers as they are. */
export function withManifest(files: readonly TarFile[], form: LayerForm, image: TestImage): TarFile[] {
  const manifest = [
    {
      Config: blobPath(image.config),
      RepoTags: image.tags,
      Layers: image.layers.map((layer) => blobPath(pack[form](layer).content)),
    },
  ];
  return [...files, { name: "manifest.json", content: json(manifest) }];
}

export function blobPath(blob: Buffer): string {
  return `blobs/${digestOf(blob).replace(":", "/")}`;
}
