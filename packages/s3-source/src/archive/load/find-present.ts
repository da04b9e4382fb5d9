import type { ImageStore, ImageStoreOptions, LoadedImageNote } from "@hashike/core";
import type { ArchivedImage } from "../archived-image.ts";
import type { ArchiveReference } from "../parse-archive-reference.ts";

/**
 * @param version of the archive
 * @returns the engine's ID of the image, when it was noted what this version holds and the engine still has it
 */
export async function findNoted(
  { name }: ArchiveReference,
  { address, version }: { readonly address: string; readonly version: string },
  notes: readonly LoadedImageNote[],
  store: ImageStore,
  options: ImageStoreOptions,
): Promise<string | undefined> {
  const note = notes.find((n) => n.archive === address && n.version === version && n.name === name);
  return note === undefined ? undefined : (await store.find(note.imageId, options))?.id;
}

/** Finds an image of an uncompressed archive by its config: it may have come from anywhere. */
export async function findPresent(
  { configDigest }: ArchivedImage,
  notes: readonly LoadedImageNote[],
  store: ImageStore,
  options: ImageStoreOptions,
): Promise<string | undefined> {
  if (configDigest === undefined) return undefined;
  const { kind } = await store.facts(options);
  if (kind === "graph") return (await store.find(configDigest, options))?.id;
  // A containerd store knows images by their manifests alone.
  for (const note of notes.filter((n) => n.configDigest === configDigest)) {
    const found = await store.find(note.imageId, options);
    if (found !== undefined) return found.id;
  }
  return undefined;
}
