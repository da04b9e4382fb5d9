import { type ObservedContainer, type Owner, ownerKey, type RecordNote } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { labelName, noteValue, ownerLabels } from "../labels.ts";
import { keepNoteVolume, type NoteVolume, nextNumber, removeNoteVolumes } from "../note-volumes.ts";
import { type ListedVolume, listVolumes } from "../observe/volumes.ts";
import { type KeptRecordNote, recordNoteLabels, recordNoteOf } from "./record-note-labels.ts";

/** What was applied in place to containers of the owners, one for each: the latest. */
export function recordNotes(
  listed: readonly ListedVolume[],
  owners: readonly Owner[],
): readonly RecordNote[] {
  const wanted = new Set(owners.map(ownerKey));
  const latest = new Map<string, KeptRecordNote>();
  for (const { Labels } of listed) {
    const note = recordNoteOf(Labels);
    if (note === undefined || !wanted.has(ownerKey(note.owner))) continue;
    const subject = `${ownerKey(note.owner)} ${note.container}`;
    const earlier = latest.get(subject);
    if (earlier === undefined || earlier.number < note.number) latest.set(subject, note);
  }
  return [...latest.values()].map(({ number: _number, ...note }) => note);
}

/** Their labels tell what they were made from; what was applied to them in place since is their record now. */
export function withRecords(
  containers: readonly ObservedContainer[],
  notes: readonly RecordNote[],
): readonly ObservedContainer[] {
  if (notes.length === 0) return containers;
  const records = new Map(notes.map(({ containerId, record }) => [containerId, record]));
  return containers.map((container) => {
    const record = records.get(container.id);
    return record === undefined ? container : { ...container, record };
  });
}

/** Keeps what was applied to a container, in place of what was kept about one of that name before. */
export async function keepRecordNote(client: EngineClient, note: RecordNote): Promise<void> {
  const earlier = await notesAbout(client, note);
  const labels = recordNoteLabels({ ...note, number: nextNumber(earlier) });
  await keepNoteVolume(client, "hashike-record", labels, earlier);
}

export async function removeRecordNote(client: EngineClient, about: Subject): Promise<void> {
  await removeNoteVolumes(client, await notesAbout(client, about));
}

/** What a note is about. */
type Subject = Pick<RecordNote, "owner" | "container">;

async function notesAbout(client: EngineClient, about: Subject): Promise<readonly NoteVolume[]> {
  const labels = { [labelName.hashike]: noteValue, ...ownerLabels(about.owner) };
  const listed = await listVolumes(client, { labels });
  return listed.flatMap(({ Name, Labels }) => {
    const note = recordNoteOf(Labels);
    return note?.container === about.container ? [{ volumeName: Name, number: note.number }] : [];
  });
}
