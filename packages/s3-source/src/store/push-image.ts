import { type EngineImages, HashikeError, type ImageLoadOptions, type StoredImage } from "@hashike/core";
import { bytesContent } from "../folder/bytes-content.ts";
import type { Content } from "../folder/object-folder.ts";
import { type ImageConfig, sha256 } from "../images/image-config.ts";
import { ociLayout, ociManifest } from "../images/oci-documents.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { presentBlobs } from "./blob-presence.ts";
import { waitForCollector } from "./collector-mark.ts";
import { blobKey, layoutKey, pointerKey } from "./layout.ts";
import { isNotFound } from "./not-found.ts";
import { findConfig } from "./read/find-config.ts";
import { makePointer } from "./read/pointer.ts";
import { type Reading, readDocument } from "./read/read-document.ts";
import { readExport } from "./read/read-export.ts";
import { updateIndex } from "./update-index.ts";

export interface Pushing extends Reading, ImageLoadOptions {
  readonly images: EngineImages;
}

/** What a push has done. Sizes are in bytes. */
export interface PushResult {
  /** Of the manifest. */
  readonly digest: string;
  readonly layers: number;
  readonly uploadedLayers: number;
  /** Layers and documents. */
  readonly uploadedBytes: number;
  readonly totalBytes: number;
  /** The tag pointed to this image before. */
  readonly isUnchanged: boolean;
}

/** How often blobs may vanish while they are pushed before it is given up. */
const attempts = 3;

/**
 * Uploads what a store lacks of an engine's image, and then points a tag to it. The tag is written when all blobs are
 * there, and they are looked for once more afterwards: a collection of garbage may have taken one that was there.
 * @param name the engine's, of the image
 * @throws HashikeError `NOT_FOUND` when the engine has no such image; `STORE_UNWRITABLE`; `SOURCE_…`
 */
export async function pushImage(name: string, tag: string, pushing: Pushing): Promise<PushResult> {
  const { images, folder, signal, onProgress } = pushing;
  const image = await images.find(name, { signal });
  if (image === undefined) {
    throw new HashikeError("NOT_FOUND", `the engine has no image ${name}`, {
      hint: "`docker images` lists what it has",
    });
  }
  const tally = { layers: new Set<string>(), bytes: 0 };
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { config, manifest, blobs, totalBytes } = await uploadBlobs(image, tally, pushing);
    if (!(await hasAll(blobs, pushing))) continue;
    const pointer = makePointer(tag, manifest, config, totalBytes);
    const isUnchanged = await isThere(pointerKey(tag), pointer, pushing);
    if (!isUnchanged) await folder.put(pointerKey(tag), bytesContent(pointer), { signal });
    await waitForCollector(pushing, () => onProgress({ status: "waiting for a collection of garbage" }));
    if (!(await hasAll(blobs, pushing))) continue;
    await updateIndex(pushing);
    return {
      digest: sha256(manifest),
      layers: image.layers.length,
      uploadedLayers: tally.layers.size,
      uploadedBytes: tally.bytes,
      totalBytes,
      isUnchanged,
    };
  }
  throw new HashikeError("STORE_UNWRITABLE", `${folder.address}: blobs vanish while they are pushed`, {
    hint: "see who removes them, then push again",
  });
}

interface Tally {
  /** Diff IDs of what was uploaded. */
  readonly layers: Set<string>;
  bytes: number;
}

interface PushedBlobs {
  readonly config: ImageConfig;
  readonly manifest: Uint8Array;
  /** Digests of all that the image needs. */
  readonly blobs: readonly string[];
  readonly totalBytes: number;
}

async function uploadBlobs(image: StoredImage, tally: Tally, pushing: Pushing): Promise<PushedBlobs> {
  const { images, folder, signal, onProgress } = pushing;
  const sizes = new Map(await presentBlobs(image.layers, pushing));
  const put = async (content: Content) => {
    const body = counted(content.body, (bytes) => {
      tally.bytes += bytes;
      onProgress({ status: "uploading", currentBytes: tally.bytes });
    });
    await folder.put(blobKey(content.digest), { ...content, body }, { signal });
  };
  const onLayer = async (layer: Content) => {
    await put(layer);
    tally.layers.add(layer.digest);
    sizes.set(layer.digest, layer.size);
  };
  const wanted = new Set(image.layers.filter((diffId) => !sizes.has(diffId)));
  const { kind } = await images.facts({ signal });
  const found = wanted.size === 0 ? await findConfig(image, kind, pushing) : undefined;
  if (found === undefined) onProgress({ status: "reading" });
  const config = found ?? (await exportImage(image, { ...pushing, wanted, onLayer }));
  const layers = image.layers.map((digest) => ({
    digest,
    size: sizes.get(digest) ?? 0,
    isCompressed: false,
  }));
  const manifest = ociManifest(config, layers);
  const documents = [config.bytes, manifest].map(bytesContent);
  const there = await presentBlobs(
    documents.map(({ digest }) => digest),
    pushing,
  );
  for (const document of documents) {
    if (there.get(document.digest) !== document.size) await put(document);
  }
  if ((await folder.sizeOf(layoutKey, { signal })) === undefined) {
    await folder.put(layoutKey, bytesContent(ociLayout), { signal });
  }
  return {
    config,
    manifest,
    blobs: [...new Set([...image.layers, ...documents.map(({ digest }) => digest)])],
    totalBytes: [...layers, ...documents].reduce((sum, { size }) => sum + size, 0),
  };
}

async function exportImage(
  image: StoredImage,
  pushing: Pushing & Pick<Parameters<typeof readExport>[1], "wanted" | "onLayer">,
): Promise<ImageConfig> {
  const { images, signal } = pushing;
  try {
    const chunks = images.export(image.id, { signal });
    return await readExport(chunks, { ...pushing, diffIds: image.layers });
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RefusalError)) throw error;
    throw new HashikeError("DRIVER_IMAGE_UNAVAILABLE", `the engine's export of the image ${error.message}`, {
      hint: error.hint ?? "look at the engine's log and its disk space, then push again",
      cause: error,
    });
  }
}

async function hasAll(digests: readonly string[], pushing: Pushing): Promise<boolean> {
  return (await presentBlobs(digests, pushing)).size === digests.length;
}

async function isThere(key: string, bytes: Uint8Array, reading: Reading): Promise<boolean> {
  try {
    return Buffer.compare(await readDocument(key, reading), bytes) === 0;
  } catch (error) {
    if (isNotFound(error) || error instanceof RefusalError) return false;
    throw error;
  }
}

async function* counted(
  body: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    yield chunk;
    onBytes(chunk.length);
  }
}
