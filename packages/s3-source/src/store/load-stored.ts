import type { ImageLoader, ImageLoadOptions } from "@hashike/core";
import { loadLayers } from "../images/load-layers.ts";
import type { Reading } from "./read/read-document.ts";
import { findOnEngine, readParts, type StoredImage } from "./read/stored-image.ts";

/**
 * Brings an image of a store onto the engine, and only then gives it a name. What the engine has is not read.
 * @returns the engine's image ID
 * @throws RefusalError for what is refused; HashikeError of the store or the engine. No new image stays then.
 */
export async function loadStored(
  image: StoredImage,
  localName: string,
  store: ImageLoader,
  reading: Reading & ImageLoadOptions,
): Promise<string> {
  const imageId =
    (await findOnEngine(image, store, reading)) ?? (await bring(image, localName, store, reading));
  await store.tag(imageId, localName);
  return imageId;
}

async function bring(
  image: StoredImage,
  localName: string,
  store: ImageLoader,
  reading: Reading & ImageLoadOptions,
): Promise<string> {
  const { folder, limits } = reading;
  const { config, layers } = await readParts(image, store, reading);
  const { imageId, isPlain } = await loadLayers({ config, layers, store, options: reading, limits });
  // A containerd store does not tell whether it has layers as plain ones, which a later image may build on.
  const { kind } = await store.facts(reading);
  if (kind === "containerd") {
    await store.note({
      archive: folder.address,
      version: image.digest,
      name: localName,
      configDigest: config.digest,
      imageId,
      isPlain,
    });
  }
  return imageId;
}
