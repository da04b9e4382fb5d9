import { createHash } from "node:crypto";
import type { LoadedImageNote } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { type Labels, labelName, noteLabels, noteOf } from "../labels.ts";

interface ListedVolumes {
  readonly Volumes: readonly { readonly Name: string; readonly Labels: Labels | null }[] | null;
}

interface KeptNote extends LoadedImageNote {
  readonly volumeName: string;
}

/**
 * Notes are the labels of empty volumes: docs/decisions/0010-notes-on-the-engine.md says why.
 */
export function readNotes(client: EngineClient, signal: AbortSignal): Promise<readonly LoadedImageNote[]> {
  return keptNotes(client, signal);
}

/** A new note first, then earlier ones away: whoever looks in between finds both, and compares versions. */
export async function keepNote(client: EngineClient, note: LoadedImageNote): Promise<void> {
  const name = volumeNameOf(note);
  await client.post("/volumes/create", { body: { Name: name, Driver: "local", Labels: noteLabels(note) } });
  const earlier = (await keptNotes(client)).filter(
    (kept) => kept.archive === note.archive && kept.name === note.name && kept.volumeName !== name,
  );
  await Promise.all(earlier.map(({ volumeName }) => removeNote(client, volumeName)));
}

async function keptNotes(client: EngineClient, signal?: AbortSignal): Promise<readonly KeptNote[]> {
  const filters = JSON.stringify({ label: [labelName.archive] });
  const { Volumes } = await client.get<ListedVolumes>("/volumes", { query: { filters }, signal });
  return (Volumes ?? []).flatMap(({ Name, Labels }) => {
    const note = noteOf(Labels);
    return note === undefined ? [] : [{ ...note, volumeName: Name }];
  });
}

/** Another apply may have removed it; one that somebody has mounted stays. */
async function removeNote(client: EngineClient, volumeName: string): Promise<void> {
  try {
    await client.delete(`/volumes/${encodeURIComponent(volumeName)}`);
  } catch (error) {
    const status = engineStatus(error);
    if (status !== 404 && status !== 409) throw error;
  }
}

/** Of all that is noted: creating a volume again would not change its labels. */
function volumeNameOf(note: LoadedImageNote): string {
  const text = JSON.stringify(Object.entries(note).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `hashike-image-${createHash("sha256").update(text).digest("hex").slice(0, 24)}`;
}
