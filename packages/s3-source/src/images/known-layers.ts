import type { ImageStore, ImageStoreOptions } from "@hashike/core";
import type { PlannedLayer } from "./planned-layer.ts";

/**
 * How many layers, from the lowest, an engine needs not be sent. A graph store has all layers of the images it lists.
 * A containerd store may have a pulled layer in its compressed form alone: there only images count that Hashike itself
 * has loaded, with plain layers.
 */
export async function countKnownLayers(
  layers: readonly PlannedLayer[],
  store: ImageStore,
  options: ImageStoreOptions,
): Promise<number> {
  const { kind } = await store.facts(options);
  const images = kind === "graph" ? await store.list(options) : await plainImages(store, options);
  if (kind === "containerd" && layers.some((layer) => layer.compression !== "none")) return 0;
  return Math.max(0, ...images.map((image) => commonPrefix(layers, image.layers)));
}

async function plainImages(store: ImageStore, options: ImageStoreOptions) {
  const ids = new Set((await store.notes(options)).flatMap((note) => (note.isPlain ? [note.imageId] : [])));
  const images = await Promise.all([...ids].map((id) => store.find(id, options)));
  return images.filter((image) => image !== undefined);
}

function commonPrefix(layers: readonly PlannedLayer[], diffIds: readonly string[]): number {
  const end = layers.findIndex(({ diffId }, index) => diffIds[index] !== diffId);
  return end < 0 ? layers.length : end;
}
