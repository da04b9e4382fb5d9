import type { RecordNote } from "@hashike/core";
import { type Labels, labelName, noteValue, ownerLabels, ownershipOf } from "../labels.ts";

/** A note as it is kept. */
export interface KeptRecordNote extends RecordNote {
  /** Of several about one container, which an interrupted apply leaves, the highest holds. */
  readonly number: number;
}

export function recordNoteLabels(note: KeptRecordNote): Labels {
  return {
    [labelName.hashike]: noteValue,
    ...ownerLabels(note.owner),
    [labelName.container]: note.container,
    [labelName.updated]: note.containerId,
    [labelName.lastApplied]: note.record,
    [labelName.noteNumber]: String(note.number),
  };
}

/** @returns `undefined` for labels that are no whole note about what was applied in place */
export function recordNoteOf(labels: Labels | null | undefined): KeptRecordNote | undefined {
  const container = labels?.[labelName.container];
  const containerId = labels?.[labelName.updated];
  const record = labels?.[labelName.lastApplied];
  const number = Number(labels?.[labelName.noteNumber]);
  const ownership = ownershipOf(labels);
  if (labels?.[labelName.hashike] !== noteValue || !container || !containerId || !record) return undefined;
  if (ownership.kind !== "owned" || !Number.isSafeInteger(number)) return undefined;
  return { owner: ownership.owner, container, containerId, record, number };
}
