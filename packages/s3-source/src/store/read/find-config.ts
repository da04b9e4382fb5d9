import type { ImageStoreFacts, StoredImage } from "@hashike/core";
import { type ImageConfig, parseImageConfig } from "../../images/image-config.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { type Reading, readBlob } from "./read-document.ts";
import { readStored } from "./stored-manifest.ts";

/**
 * Finds the config of an engine's image in a store, so that the engine need not export it. A graph store's image ID is
 * its digest; a containerd store's is that of a manifest, which names it.
 * @returns `undefined` when it is not there, or not whole
 */
export async function findConfig(
  image: StoredImage,
  kind: ImageStoreFacts["kind"],
  reading: Reading,
): Promise<ImageConfig | undefined> {
  try {
    const digest = kind === "graph" ? image.id : await configIn(image.id, reading);
    if (digest === undefined) return undefined;
    const config = parseImageConfig(await readBlob(digest, reading), reading.limits);
    return JSON.stringify(config.diffIds) === JSON.stringify(image.layers) ? config : undefined;
  } catch (error) {
    if (error instanceof RefusalError) return undefined;
    throw error;
  }
}

async function configIn(manifestDigest: string, reading: Reading): Promise<string | undefined> {
  const stored = await readStored(manifestDigest, reading);
  return stored.kind === "image" ? stored.config.digest : undefined;
}
