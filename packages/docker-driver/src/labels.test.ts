import { describe, expect, it } from "vitest";
import { containerSpec } from "../test/support/specs.ts";
import {
  containerLabels,
  helperLabels,
  isHelper,
  networkLabels,
  noteLabels,
  noteOf,
  ownershipOf,
  parkRoleOf,
  preStopOf,
  ranAfterOf,
  roleOf,
  sourceOf,
  volumeLabels,
} from "./labels.ts";

const owner = { kind: "Hashike", namespace: "default", name: "shop" };
const marks = { record: "{}", hash: "v1:0", ranAfter: ["a", "b"] };
const ownerLabels = { "hashike.kind": "Hashike", "hashike.namespace": "default", "hashike.name": "shop" };

describe("ownershipOf", () => {
  it.each([
    ["all three owner labels", { hashike: "", ...ownerLabels }, { kind: "owned", owner }],
    ["the bare label of hashike-py", { hashike: "" }, { kind: "unowned" }],
    ["half an owner", { hashike: "init", "hashike.kind": "Hashike" }, { kind: "unowned" }],
    ["other labels", { app: "x" }, { kind: "foreign" }],
    ["no labels", null, { kind: "foreign" }],
  ])("of %s", (_what, labels, expected) => {
    expect(ownershipOf(labels)).toEqual(expected);
  });

  it("finds again what containerLabels and volumeLabels wrote", () => {
    const spec = containerSpec({ owner, role: "sidecar" });
    const labels = containerLabels(spec, marks);
    expect(ownershipOf(labels)).toEqual({ kind: "owned", owner });
    expect(roleOf(labels)).toBe("sidecar");
    expect(ranAfterOf(labels)).toEqual(["a", "b"]);
    expect(ranAfterOf(containerLabels(spec, { ...marks, ranAfter: [] }))).toEqual([]);
    expect(ownershipOf(volumeLabels({ name: "data", owner }))).toEqual({ kind: "owned", owner });
  });
});

describe("the hashike label", () => {
  it.each([
    ["main", ""],
    ["init", "init"],
    ["sidecar", "init"],
  ] as const)("of a %s container is %j, as hashike-py had it", (role, value) => {
    expect(containerLabels(containerSpec({ role }), marks).hashike).toBe(value);
  });

  it("of helpers, volumes and networks is never empty: hashike-py removes what has it empty", () => {
    expect(helperLabels("look").hashike).toBe("helper");
    expect(networkLabels({}).hashike).toBe("network");
    expect(volumeLabels({ name: "data", owner }).hashike).toBe("volume");
  });
});

it("a park has an owner and a role, and no other network does", () => {
  const park = networkLabels({ park: { owner, beside: [] } });
  expect([parkRoleOf(park), ownershipOf(park)]).toEqual(["park", { kind: "owned", owner }]);
  expect(parkRoleOf(networkLabels({ park: { owner, beside: [] }, isAnchor: true }))).toBe("anchor");
  // As an earlier version labelled its staging networks.
  expect(parkRoleOf({ ...park, "hashike.role": "staging" })).toBe("staging");
  for (const labels of [
    networkLabels({}),
    { ...park, "hashike.role": "main" },
    { "hashike.role": "park" },
    null,
  ])
    expect(parkRoleOf(labels)).toBeUndefined();
});

it("what a container does before it is stopped, and its source, are found again", () => {
  const preStop = { kind: "sleep", seconds: 2 } as const;
  const labels = containerLabels(containerSpec({ lifecycle: { preStop } }), { ...marks, source: "/m.yml" });
  expect(preStopOf(labels)).toEqual(preStop);
  expect(sourceOf(labels)).toBe("/m.yml");
  const without = containerLabels(containerSpec(), marks);
  expect([preStopOf(without), sourceOf(without), preStopOf(null)]).toEqual([undefined, undefined, undefined]);
});

it("a helper is told by its label", () => {
  expect(isHelper(helperLabels("look"))).toBe(true);
  expect(isHelper({ hashike: "" })).toBe(false);
  expect(isHelper(null)).toBe(false);
});

it("a role that nobody knows is none", () => {
  expect(roleOf({ "hashike.role": "toString" })).toBeUndefined();
});

it("a note is found again as it was written, and not in half", () => {
  const note = {
    archive: "s3://bucket/misc.tar.gz",
    version: "etag",
    name: "app:1",
    configDigest: "sha256:c",
    imageId: "sha256:i",
    isPlain: true,
  };
  expect(noteOf(noteLabels(note))).toEqual(note);
  expect(ownershipOf(noteLabels(note))).toEqual({ kind: "unowned" });
  expect(noteLabels(note).hashike).not.toBe("");
  expect(noteOf({ ...noteLabels(note), "hashike.image-id": "" })).toBeUndefined();
  expect(noteOf(null)).toBeUndefined();
});
