import { randomUUID } from "node:crypto";
import { manifestName } from "../archive/archive-manifest.ts";
import { blockSize, encodeHeader, paddedSize } from "../tar/tar-header.ts";
import { type ImageConfig, sha256 } from "./image-config.ts";
import {
  asJson,
  type ConfigBlob,
  ociIndex,
  ociLayout,
  ociManifest,
  type ShippedLayer,
} from "./oci-documents.ts";

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
  const configPaths = new Map(images.map((image) => [image, freshPath()]));
  for (const [{ config }, path] of configPaths) yield* tarFile(path, config.bytes);
  for (const manifest of manifests) yield* tarFile(freshPath(), manifest);
  yield* tarFile("oci-layout", ociLayout);
  yield* tarFile("index.json", ociIndex(manifests));
  yield* tarFile(manifestName, dockerManifest(images, configPaths));
  yield new Uint8Array(2 * blockSize);
}

/**
 * Where a file goes in an archive for the engine. Containerd keeps what came of a file before a load was cut off, by
 * the file's path, and goes on from there when it meets the path again, whatever it is then. So no path comes twice.
 */
export function freshPath(): string {
  return `hashike/${randomUUID()}`;
}

/** The ID that an engine gives an image. */
export function imageIdOf(
  { config, layers }: { readonly config: ConfigBlob; readonly layers: readonly ShippedLayer[] },
  kind: "graph" | "containerd",
): string {
  return kind === "graph" ? config.digest : sha256(ociManifest(config, layers));
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

function dockerManifest(
  images: readonly HybridImage[],
  configPaths: ReadonlyMap<HybridImage, string>,
): Uint8Array {
  return asJson(
    images.map((image) => ({
      Config: configPaths.get(image),
      RepoTags: null,
      Layers: image.layers.map(({ path }) => path),
    })),
  );
}
