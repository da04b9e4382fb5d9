import { createHash } from "node:crypto";
import type { EngineClient } from "./engine/engine-client.ts";
import { engineStatus } from "./engine/faults/engine-error.ts";
import type { Labels } from "./labels.ts";

/** The volume that a note is, and how late a note about its subject it is. */
export interface NoteVolume {
  readonly volumeName: string;
  readonly number: number;
}

/** Of several notes about one thing, which an interrupted apply leaves, the highest number holds. */
export function nextNumber(earlier: readonly NoteVolume[]): number {
  return Math.max(0, ...earlier.map(({ number }) => number)) + 1;
}

/**
 * Keeps a note in place of earlier ones. It is made first: whoever is killed in between leaves both, and the later one
 * holds.
 * @param prefix of its name: what it is about
 */
export async function keepNoteVolume(
  client: EngineClient,
  prefix: string,
  labels: Labels,
  earlier: readonly NoteVolume[],
): Promise<void> {
  const body = { Name: `${prefix}-${hashOf(labels)}`, Driver: "local", Labels: labels };
  await client.post("/volumes/create", { body });
  await removeNoteVolumes(client, earlier);
}

/** Somebody else may have removed one; one that somebody has mounted stays. */
export async function removeNoteVolumes(client: EngineClient, notes: readonly NoteVolume[]): Promise<void> {
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
function hashOf(labels: Labels): string {
  const text = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(text).digest("hex").slice(0, 24);
}
