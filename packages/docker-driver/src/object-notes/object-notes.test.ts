import type { NotedObject } from "@hashike/core";
import { expect, it } from "vitest";
import { type Labels, labelName, objectValuesValue, ownerLabels } from "../labels.ts";
import { observedVolumes } from "../observe/volumes.ts";
import { type KeptObjectNote, objectNoteLabels, objectNoteOf } from "./object-note-labels.ts";
import { notedObjects } from "./object-notes.ts";

const owner = { kind: "Secret", namespace: "default", name: "app" };
const manifest = { apiVersion: "v1", kind: "Secret", metadata: { name: "app" }, data: { a: "ä\n$" } };
const note: KeptObjectNote = {
  owner,
  manifest,
  generation: 2,
  createdAtSeconds: 7.5,
  source: "/srv/app.yml",
};

const volume = (Name: string, Labels: Labels) => ({ Name, Labels });
const values = (name: string) =>
  volume(name, { [labelName.hashike]: objectValuesValue, ...ownerLabels(owner) });

it("a note is found again as it was written, and not in half", () => {
  expect(objectNoteOf(objectNoteLabels(note))).toEqual(note);
  expect(objectNoteOf(objectNoteLabels({ ...note, values: "v" }))).toEqual({ ...note, values: "v" });
  for (const missing of ["hashike", "hashike.kind", "hashike.manifest", "hashike.note-number"]) {
    const { [missing]: _left, ...rest } = objectNoteLabels(note);
    expect(objectNoteOf(rest)).toBeUndefined();
  }
  for (const text of ["{", "null", "[]", '{"kind":"Secret"}'])
    expect(objectNoteOf({ ...objectNoteLabels(note), [labelName.manifest]: text })).toBeUndefined();
});

it("of several notes the highest generation holds; one whose values are gone, and values alone, are half a note", () => {
  const one = volume("one", objectNoteLabels({ ...note, generation: 9, values: "v9" }));
  const two = volume("two", objectNoteLabels({ ...note, generation: 10, values: "v10" }));
  const told = (...listed: Parameters<typeof notedObjects>[0]): readonly NotedObject[] =>
    notedObjects(listed);
  const half = { owner, generation: 0 };
  expect(told(two, one, values("v9"), values("v10"))).toEqual([{ ...note, generation: 10 }]);
  expect(told(one, two, values("v9"))).toEqual([{ ...note, generation: 9 }]);
  expect(told(values("v11"))).toEqual([half]);
  expect(told(one)).toEqual([half]);
  expect(told(one, values("v11"))).toEqual([half]);
});

it("neither a note nor its values are a volume of a manifest", () => {
  expect(observedVolumes([volume("one", objectNoteLabels(note)), values("v")])).toEqual([]);
});
