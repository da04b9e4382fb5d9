import type { ImageStoreFacts } from "@hashike/core";
import { type Descriptor, isImage, parseDescriptor } from "../../images/descriptor.ts";
import { fieldsOf, parseJson } from "../../images/image-config.ts";
import type { ImageLimits } from "../../images/image-limits.ts";
import { choosePlatform } from "../../images/platform.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { type Reading, readBlob } from "./read-document.ts";

/** A manifest of an image for one platform. */
export interface StoredManifest {
  readonly kind: "image";
  readonly digest: string;
  readonly config: Descriptor;
  /** Lowest first. */
  readonly layers: readonly Descriptor[];
}

/** An index of manifests, one for each platform. */
export interface StoredIndex {
  readonly kind: "index";
  readonly digest: string;
  readonly manifests: readonly Descriptor[];
}

/**
 * @param missing thrown when the blob is not there, instead of a RefusalError
 * @throws RefusalError when the blob is damaged, or neither a manifest nor an index
 */
export async function readStored(
  digest: string,
  reading: Reading,
  missing?: Error,
): Promise<StoredManifest | StoredIndex> {
  return parseStored(digest, await readBlob(digest, reading, missing), reading.limits);
}

/**
 * The manifest itself; of an image for several platforms that of the one that the engine runs.
 * @throws RefusalError also when there is none for the engine
 */
export async function manifestFor(
  stored: StoredManifest | StoredIndex,
  engine: ImageStoreFacts,
  reading: Reading,
): Promise<StoredManifest> {
  if (stored.kind === "image") return stored;
  const chosen = await readStored(choosePlatform(stored.manifests.filter(isImage), engine).digest, reading);
  if (chosen.kind === "image") return chosen;
  throw new RefusalError("has an index of images in the place of an image");
}

export function parseStored(
  digest: string,
  bytes: Uint8Array,
  { maxLayers, maxImages }: ImageLimits,
): StoredManifest | StoredIndex {
  const { manifests, config, layers } = fieldsOf(parseJson(bytes, "a manifest"));
  const descriptor = (value: unknown) => parseDescriptor(value, "a manifest");
  if (Array.isArray(manifests) && manifests.length <= maxImages) {
    return { kind: "index", digest, manifests: manifests.map(descriptor) };
  }
  if (!Array.isArray(layers)) throw new RefusalError("has a manifest that cannot be read");
  if (layers.length > maxLayers) throw new RefusalError(`has an image of more than ${maxLayers} layers`);
  return { kind: "image", digest, config: descriptor(config), layers: layers.map(descriptor) };
}
