import type { RevisionNote } from "@hashike/core";
import {
  type Labels,
  labelName,
  mountedFilesLabel,
  mountedFilesOf,
  noteValue,
  ownerLabels,
  ownershipOf,
} from "../labels.ts";

/** A note as it is kept. */
export interface KeptRevisionNote extends RevisionNote {
  /** Of several about one container, which an interrupted apply leaves, the highest holds. */
  readonly number: number;
}

export function revisionNoteLabels({ owner, container, failed, taken, number }: KeptRevisionNote): Labels {
  return {
    [labelName.hashike]: noteValue,
    ...ownerLabels(owner),
    [labelName.container]: container,
    [labelName.noteNumber]: String(number),
    ...(failed === undefined
      ? {}
      : {
          [labelName.failedRevision]: failed.revision,
          [labelName.failures]: String(failed.failures),
          [labelName.failedAt]: String(failed.atSeconds),
          [labelName.failedReason]: failed.reason,
        }),
    ...(taken === undefined
      ? {}
      : { [labelName.takenBy]: taken.containerId, ...mountedFilesLabel(taken.files) }),
  };
}

/** @returns `undefined` for labels that are no whole note about revisions */
export function revisionNoteOf(labels: Labels | null | undefined): KeptRevisionNote | undefined {
  const container = labels?.[labelName.container];
  const number = Number(labels?.[labelName.noteNumber]);
  const ownership = ownershipOf(labels);
  if (labels?.[labelName.hashike] !== noteValue || !container) return undefined;
  // That is a note about what was applied in place.
  if (labels[labelName.updated] !== undefined) return undefined;
  if (ownership.kind !== "owned" || !Number.isSafeInteger(number)) return undefined;
  const failed = failedOf(labels);
  const taken = takenOf(labels);
  return {
    owner: ownership.owner,
    container,
    ...(failed === undefined ? {} : { failed }),
    ...(taken === undefined ? {} : { taken }),
    number,
  };
}

function takenOf(labels: Labels): RevisionNote["taken"] {
  const containerId = labels[labelName.takenBy];
  const files = mountedFilesOf(labels);
  return containerId === undefined || files === undefined ? undefined : { containerId, files };
}

function failedOf(labels: Labels): RevisionNote["failed"] {
  const revision = labels[labelName.failedRevision];
  const failures = Number(labels[labelName.failures]);
  const atSeconds = Number(labels[labelName.failedAt]);
  if (!revision || !Number.isSafeInteger(failures) || !Number.isSafeInteger(atSeconds)) return undefined;
  return { revision, failures, atSeconds, reason: labels[labelName.failedReason] ?? "" };
}
