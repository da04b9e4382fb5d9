import type { ImageStore, RemoteImage } from "@hashike/core";
import { imageIdOf } from "../images/hybrid-tar.ts";
import { countKnownLayers } from "../images/known-layers.ts";
import { foreseeLayer, transferOf } from "../images/planned-layer.ts";
import type { Reading } from "./read/read-document.ts";
import { findOnEngine, readParts, type StoredImage } from "./read/stored-image.ts";

/** Says what an engine will have under an image's name, and what it costs to bring it there. */
export async function resolveStored(
  image: StoredImage,
  store: ImageStore,
  reading: Reading,
): Promise<RemoteImage> {
  const present = await findOnEngine(image, store, reading);
  if (present !== undefined) return { status: "current", digest: present };
  const { config, layers } = await readParts(image, store, reading);
  const { kind } = await store.facts(reading);
  const transfer = transferOf(layers, await countKnownLayers(layers, store, reading));
  const shipped = layers.flatMap((layer) => foreseeLayer(layer) ?? []);
  if (kind === "containerd" && shipped.length < layers.length) {
    return { status: "unread", version: image.digest, transfer };
  }
  return { status: "current", digest: imageIdOf({ config, layers: shipped }, kind), transfer };
}
