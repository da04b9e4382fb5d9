import type { BroughtImage } from "@hashike/core";
import { sameName } from "../observe/image-name.ts";
import type { ListedImage } from "../observe/images.ts";
import type { ListedVolume } from "../observe/volumes.ts";
import { broughtNoteOf, type KeptBroughtNote } from "./brought-note-labels.ts";

/** What is noted about images, of those that are still on the engine. */
export function broughtImages(
  images: readonly ListedImage[],
  volumes: readonly ListedVolume[],
): readonly BroughtImage[] {
  const notes = volumes.flatMap(({ Labels }) => broughtNoteOf(Labels) ?? []);
  const found = new Map<string, BroughtImage>();
  for (const image of images) {
    const about = notes.filter(({ imageId }) => imageId === image.Id);
    if (about.length === 0) continue;
    // Podman lists an image once for each of its names.
    const otherNames = [...(found.get(image.Id)?.otherNames ?? []), ...otherNamesOf(image.RepoTags, about)];
    found.set(image.Id, {
      id: image.Id,
      bytes: image.Size ?? 0,
      otherNames,
      notes: about.map(({ number, name, users }) => ({ number, name, users })),
    });
  }
  return [...found.values()];
}

/** Names that nobody noted to have given it: they are somebody else's. */
export function otherNamesOf(
  repoTags: readonly string[] | null | undefined,
  notes: readonly Pick<KeptBroughtNote, "name">[],
): readonly string[] {
  return (repoTags ?? []).filter(
    (tag) => tag !== "<none>:<none>" && !notes.some(({ name }) => sameName(name, tag)),
  );
}
