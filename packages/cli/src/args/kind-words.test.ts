import { createKinds, defaultKinds } from "@hashike/core";
import { kubernetesKinds } from "@hashike/kubernetes";
import { describe, expect, it } from "vitest";
import { kindOf, readResourceWords, withKindName } from "./kind-words.ts";

const kinds = createKinds([...defaultKinds.all, ...kubernetesKinds]);
const read = (line: string) => {
  const { kind, names } = readResourceWords(line.split(" "), kinds);
  return [typeof kind === "string" ? kind : kind.kind, names];
};

it.each([
  ["pod", "Pod"],
  ["Pods", "Pod"],
  ["po", "Pod"],
  ["PVC", "PersistentVolumeClaim"],
  ["hashike", "Hashike"],
  ["p", undefined],
])("%s is of kind %s", (word, kind) => {
  expect(kindOf(word, kinds)?.kind).toBe(kind);
});

it("an owner is found by any name of its kind, and by a kind that nobody knows", () => {
  expect(withKindName({ kind: "po", name: "web" }, kinds)).toEqual({ kind: "Pod", name: "web" });
  expect(withKindName({ kind: "own", name: "web" }, kinds)).toEqual({ kind: "own", name: "web" });
  expect(withKindName({ name: "web" }, kinds)).toEqual({ name: "web" });
});

describe("what get is to list", () => {
  it.each([
    ["volume data", ["volumes", ["data"]]],
    ["pods", ["Pod", []]],
    ["po a b", ["Pod", ["a", "b"]]],
    ["pod/a po/b", ["Pod", ["a", "b"]]],
    ["pods pod/a", ["Pod", ["a"]]],
    ["web pods", ["containers", ["web", "pods"]]],
    ["nothing/web", ["containers", ["nothing/web"]]],
  ])("%s", (line, wanted) => {
    expect(read(line)).toEqual(wanted);
  });

  it("is one kind", () => {
    expect(() => read("pod/a pvc/b")).toThrow("pvc/b is not of kind Pod");
  });
});
