import { type ImageUser, ownerKey } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { labelName, noteValue } from "../labels.ts";
import { keepNoteVolume, type NoteVolume, nextNumber, removeNoteVolumes } from "../note-volumes.ts";
import { sameName } from "../observe/image-name.ts";
import { listImages } from "../observe/images.ts";
import { listVolumes } from "../observe/volumes.ts";
import { broughtNoteLabels, broughtNoteOf, type KeptBroughtNote } from "./brought-note-labels.ts";

export interface Brought {
  /** The engine's ID. */
  readonly id: string;
  /** The name that it was given. */
  readonly name: string;
  readonly users: readonly ImageUser[];
}

/**
 * Notes that an image was brought, in place of an earlier note about it under the same name. One that was there before
 * without any note is somebody else's, and nothing is noted.
 * @param before ids of the images that were there before it was brought
 */
export async function noteBrought(
  client: EngineClient,
  { id, name, users }: Brought,
  before: ReadonlySet<string>,
): Promise<void> {
  const notes = await readNotes(client);
  const about = notes.filter(({ imageId }) => imageId === id);
  await forgetGone(
    client,
    notes.filter(({ imageId }) => imageId !== id && !before.has(imageId)),
  );
  if (before.has(id) && about.length === 0) return;
  const earlier = about.filter((note) => sameName(note.name, name));
  const labels = broughtNoteLabels({
    imageId: id,
    name,
    users: [...users, ...othersOf(users, earlier)],
    number: nextNumber(notes),
  });
  await keepNoteVolume(client, "hashike-brought", labels, earlier);
}

/** Forgets images that others have removed. One that was noted since `before` is there now: it is noted only then. */
async function forgetGone(
  client: EngineClient,
  notes: readonly (KeptBroughtNote & NoteVolume)[],
): Promise<void> {
  if (notes.length === 0) return;
  const there = new Set((await listImages(client, undefined)).map(({ Id }) => Id));
  await removeNoteVolumes(
    client,
    notes.filter(({ imageId }) => !there.has(imageId)),
  );
}

/** Whom earlier notes name besides. */
function othersOf(users: readonly ImageUser[], earlier: readonly KeptBroughtNote[]): readonly ImageUser[] {
  const others = new Map<string, ImageUser>();
  for (const user of earlier.flatMap((note) => note.users)) others.set(keyOf(user), user);
  for (const user of users) others.delete(keyOf(user));
  return [...others.values()];
}

function keyOf({ owner, container }: ImageUser): string {
  return `${ownerKey(owner)} ${container}`;
}

export async function notesAbout(client: EngineClient, imageId: string): Promise<readonly KeptBroughtNote[]> {
  return (await readNotes(client)).filter((note) => note.imageId === imageId);
}

/** Forgets all that is noted about an image that is gone, also which archive it was in. */
export async function forgetImage(client: EngineClient, imageId: string): Promise<void> {
  const listed = await listVolumes(client, {
    labels: { [labelName.hashike]: noteValue, [labelName.imageId]: imageId },
  });
  await removeNoteVolumes(
    client,
    listed.map(({ Name }) => ({ volumeName: Name, number: 0 })),
  );
}

async function readNotes(client: EngineClient): Promise<readonly (KeptBroughtNote & NoteVolume)[]> {
  const listed = await listVolumes(client, { labels: { [labelName.hashike]: noteValue } });
  return listed.flatMap(({ Name, Labels }) => {
    const note = broughtNoteOf(Labels);
    return note === undefined ? [] : [{ ...note, volumeName: Name }];
  });
}
