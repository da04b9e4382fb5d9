import { expect, it } from "vitest";
import { type KeptRevisionNote, revisionNoteLabels, revisionNoteOf } from "./revision-note-labels.ts";
import { revisionNotes } from "./revision-notes.ts";

const owner = { kind: "Hashike", namespace: "default", name: "shop" };
const failed = { revision: "r1", failures: 1, atSeconds: 7, reason: "not ready" };
const note: KeptRevisionNote = { owner, container: "web", failed, number: 3 };

it("a note is found again as it was written, and not in half", () => {
  expect(revisionNoteOf(revisionNoteLabels(note))).toEqual(note);
  const { failed: _failed, ...worked } = note;
  expect(revisionNoteOf(revisionNoteLabels(worked))).toEqual(worked);
  const files = { "/srv/site.conf": { file: "17", content: "12 200" } };
  const taken = { ...worked, taken: { containerId: "c0ffee", files } };
  expect(revisionNoteOf(revisionNoteLabels(taken))).toEqual(taken);
  const spoilt = { ...revisionNoteLabels(taken), "hashike.mounted-files": '{"/srv/site.conf":17}' };
  expect(revisionNoteOf(spoilt)).toEqual(worked);
  for (const missing of ["hashike", "hashike.kind", "hashike.container", "hashike.note-number"]) {
    const { [missing]: _left, ...rest } = revisionNoteLabels(note);
    expect(revisionNoteOf(rest)).toBeUndefined();
  }
  expect(revisionNoteOf({ ...revisionNoteLabels(note), "hashike.failures": "many" })?.failed).toBeUndefined();
  expect(revisionNoteOf(null)).toBeUndefined();
});

it("of several notes about a container the last one holds, in whatever order they are listed", () => {
  const volume = (kept: KeptRevisionNote) => ({ Name: `v${kept.number}`, Labels: revisionNoteLabels(kept) });
  const listed = [
    volume(note),
    volume({ ...note, number: 12, failed: { ...failed, failures: 2 } }),
    volume({ ...note, number: 4 }),
  ];
  const expected = [{ owner, container: "web", failed: { ...failed, failures: 2 } }];
  expect(revisionNotes(listed, [owner])).toEqual(expected);
  expect(revisionNotes([...listed].reverse(), [owner])).toEqual(expected);
  expect(revisionNotes(listed, [{ ...owner, name: "other" }])).toEqual([]);
});
