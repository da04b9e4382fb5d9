import { type Owner, ownerKey, type RevisionNote } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { labelName, noteValue, ownerLabels } from "../labels.ts";
import { keepNoteVolume, type NoteVolume, nextNumber, removeNoteVolumes } from "../note-volumes.ts";
import { type ListedVolume, listVolumes } from "../observe/volumes.ts";
import { type KeptRevisionNote, revisionNoteLabels, revisionNoteOf } from "./revision-note-labels.ts";

/** The notes about containers of the owners, one for each: the latest. */
export function revisionNotes(
  listed: readonly ListedVolume[],
  owners: readonly Owner[],
): readonly RevisionNote[] {
  const wanted = new Set(owners.map(ownerKey));
  const latest = new Map<string, KeptRevisionNote>();
  for (const { Labels } of listed) {
    const note = revisionNoteOf(Labels);
    if (note === undefined || !wanted.has(ownerKey(note.owner))) continue;
    const earlier = latest.get(subjectOf(note));
    if (earlier === undefined || earlier.number < note.number) latest.set(subjectOf(note), note);
  }
  return [...latest.values()].map(({ number: _number, ...note }) => note);
}

/** Keeps a note in place of earlier ones about the same container. */
export async function keepRevisionNote(
  client: EngineClient,
  about: Subject,
  makeNote: () => RevisionNote,
): Promise<void> {
  const earlier = await notesAbout(client, about);
  // Made now, as the engine has just told its time.
  const labels = revisionNoteLabels({ ...makeNote(), number: nextNumber(earlier) });
  await keepNoteVolume(client, "hashike-revision", labels, earlier);
}

export async function removeRevisionNote(client: EngineClient, about: Subject): Promise<void> {
  await removeNoteVolumes(client, await notesAbout(client, about));
}

/** What a note is about. */
type Subject = Pick<RevisionNote, "owner" | "container">;

function subjectOf({ owner, container }: Subject): string {
  return `${ownerKey(owner)} ${container}`;
}

async function notesAbout(client: EngineClient, about: Subject): Promise<readonly NoteVolume[]> {
  const labels = { [labelName.hashike]: noteValue, ...ownerLabels(about.owner) };
  const listed = await listVolumes(client, { labels });
  return listed.flatMap(({ Name, Labels }) => {
    const note = revisionNoteOf(Labels);
    return note?.container === about.container ? [{ volumeName: Name, number: note.number }] : [];
  });
}
