import type { ObservedContainer } from "@hashike/core";
import { expect, it } from "vitest";
import { revisionNoteOf } from "../revision-notes/revision-note-labels.ts";
import { type KeptRecordNote, recordNoteLabels, recordNoteOf } from "./record-note-labels.ts";
import { recordNotes, withRecords } from "./record-notes.ts";

const owner = { kind: "Hashike", namespace: "default", name: "shop" };
const note: KeptRecordNote = { owner, container: "web", containerId: "id1", record: "{}", number: 3 };

it("a note is found again as it was written, not in half, and not as one about revisions", () => {
  const labels = recordNoteLabels(note);
  expect(recordNoteOf(labels)).toEqual(note);
  expect(revisionNoteOf(labels)).toBeUndefined();
  for (const missing of Object.keys(labels)) {
    const { [missing]: _left, ...rest } = labels;
    expect(recordNoteOf(rest)).toBeUndefined();
  }
  expect(recordNoteOf(null)).toBeUndefined();
});

it("of several notes about a container the last one holds, and is its record alone", () => {
  const volume = (kept: KeptRecordNote) => ({ Name: `v${kept.number}`, Labels: recordNoteLabels(kept) });
  const listed = [
    volume(note),
    volume({ ...note, number: 12, record: '{"image":"b"}' }),
    volume({ ...note, number: 4 }),
  ];
  const expected = [{ owner, container: "web", containerId: "id1", record: '{"image":"b"}' }];
  expect(recordNotes(listed, [owner])).toEqual(expected);
  expect(recordNotes([...listed].reverse(), [owner])).toEqual(expected);
  expect(recordNotes(listed, [{ ...owner, name: "other" }])).toEqual([]);
  expect(withRecords([observed("id1"), observed("id2")], expected).map((c) => c.record)).toEqual([
    '{"image":"b"}',
    "{}",
  ]);
});

function observed(id: string): ObservedContainer {
  return {
    id,
    name: id,
    ownership: { kind: "owned", owner },
    record: "{}",
    state: "running",
    exitedZero: false,
    createdAtSeconds: 0,
    image: "a",
    imageId: "a",
    networks: [],
    publishedPorts: [],
    statusText: "Up",
  };
}
