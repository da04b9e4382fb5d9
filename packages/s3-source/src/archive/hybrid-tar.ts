import { manifestName } from "./archive-manifest.ts";
import { type ImageConfig, sha256 } from "./image-config.ts";
import { asJson, ociIndex, ociLayout, ociManifest, type ShippedLayer } from "./oci-documents.ts";
import { blockSize, encodeHeader, paddedSize } from "./tar-header.ts";

/** An image of an archive that is made for the engine. */
export interface HybridImage {
  readonly config: ImageConfig;
  /** With where each is in the archive; the file is left out where the engine has the layer. */
  readonly layers: readonly (ShippedLayer & { readonly path: string })[];
}

/**
 * What ends an archive for the engine, after its layers: a graph store reads `manifest.json`, a containerd store the
 * OCI documents, and neither finds a name in them. Nothing counts before these are there, so a stream that ends
 * earlier leaves no image.
 */
export function* hybridDocuments(images: readonly HybridImage[]): Generator<Uint8Array> {
  const manifests = images.map(({ config, layers }) => ociManifest(config, layers));
  const documents = new Map<string, Uint8Array>();
  for (const { config } of images) documents.set(blobPath(config.digest), config.bytes);
  for (const manifest of manifests) documents.set(blobPath(sha256(manifest)), manifest);
  documents.set("oci-layout", ociLayout);
  documents.set("index.json", ociIndex(manifests));
  documents.set(manifestName, dockerManifest(images));
  for (const [path, bytes] of documents) yield* tarFile(path, bytes);
  yield new Uint8Array(2 * blockSize);
}

/** The ID that an engine gives an image. */
export function imageIdOf({ config, layers }: HybridImage, kind: "graph" | "containerd"): string {
  return kind === "graph" ? config.digest : sha256(ociManifest(config, layers));
}

export function blobPath(digest: string): string {
  return `blobs/${digest.replace(":", "/")}`;
}

/** What stands before and after a file's content in a tar. */
export function tarFrame(path: string, size: number) {
  return { before: encodeHeader(path, size), after: new Uint8Array(paddedSize(size) - size) };
}

export function* tarFile(path: string, bytes: Uint8Array): Generator<Uint8Array> {
  const { before, after } = tarFrame(path, bytes.length);
  yield before;
  yield bytes;
  yield after;
}

function dockerManifest(images: readonly HybridImage[]): Uint8Array {
  return asJson(
    images.map(({ config, layers }) => ({
      Config: blobPath(config.digest),
      RepoTags: null,
      Layers: layers.map(({ path }) => path),
    })),
  );
}
