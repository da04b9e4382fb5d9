import { type Owner, ownerKey } from "../../desired/desired-state.ts";
import type { RevisionNote } from "../../observed/observed-state.ts";

/** By {@link containerKey}. */
export type Notes = ReadonlyMap<string, RevisionNote>;

export function notesByContainer(notes: readonly RevisionNote[]): Notes {
  return new Map(notes.map((note) => [containerKey(note.owner, note.container), note]));
}

/** @param name in the manifest */
export function containerKey(owner: Owner, name: string): string {
  return `${ownerKey(owner)} ${name}`;
}
