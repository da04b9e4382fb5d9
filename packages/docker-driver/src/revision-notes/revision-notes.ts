import { createHash } from "node:crypto";
import { type Owner, ownerKey, type RevisionNote } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/engine-error.ts";
import { type Labels, labelName, noteValue, ownerLabels } from "../labels.ts";
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

/**
 * Keeps a note in place of earlier ones about the same container. The new one is made first: whoever is killed in
 * between leaves both, and the later one holds.
 */
export async function keepRevisionNote(
  client: EngineClient,
  about: Subject,
  makeNote: () => RevisionNote,
): Promise<void> {
  const earlier = await notesAbout(client, about);
  // Made now, as the engine has just told its time.
  const note = { ...makeNote(), number: Math.max(0, ...earlier.map((kept) => kept.number)) + 1 };
  const labels = revisionNoteLabels(note);
  await client.post("/volumes/create", {
    body: { Name: volumeNameOf(labels), Driver: "local", Labels: labels },
  });
  await removeVolumes(client, earlier);
}

export async function removeRevisionNote(client: EngineClient, about: Subject): Promise<void> {
  await removeVolumes(client, await notesAbout(client, about));
}

/** What a note is about. */
type Subject = Pick<RevisionNote, "owner" | "container">;

function subjectOf({ owner, container }: Subject): string {
  return `${ownerKey(owner)} ${container}`;
}

async function notesAbout(
  client: EngineClient,
  about: Subject,
): Promise<readonly { readonly volumeName: string; readonly number: number }[]> {
  const labels = { [labelName.hashike]: noteValue, ...ownerLabels(about.owner) };
  const listed = await listVolumes(client, { labels });
  return listed.flatMap(({ Name, Labels }) => {
    const note = revisionNoteOf(Labels);
    return note?.container === about.container ? [{ volumeName: Name, number: note.number }] : [];
  });
}

/** Somebody else may have removed one; one that somebody has mounted stays. */
async function removeVolumes(
  client: EngineClient,
  notes: readonly { readonly volumeName: string }[],
): Promise<void> {
  for (const { volumeName } of notes) {
    try {
      await client.delete(`/volumes/${encodeURIComponent(volumeName)}`);
    } catch (error) {
      const status = engineStatus(error);
      if (status !== 404 && status !== 409) throw error;
    }
  }
}

/** Of all that is noted: creating a volume again would not change its labels. */
function volumeNameOf(labels: Labels): string {
  const text = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `hashike-revision-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}
