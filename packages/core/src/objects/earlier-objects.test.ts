import { expect, it } from "vitest";
import { createKinds } from "../kinds/kinds.ts";
import { objectSchema } from "../kinds/object-schema.ts";
import { earlierObjects } from "./earlier-objects.ts";

const config = { group: "", versions: ["v1"], kind: "Config" };
const kinds = createKinds([
  {
    ...config,
    plural: "configs",
    shortNames: [],
    schema: objectSchema(config, "A kind.", {}),
    spansApplies: true,
    check() {},
    contribute: () => ({}),
  },
]);

const noted = (name: string, source?: string, kind = "Config") => ({
  owner: { kind, namespace: "default", name },
  manifest: { apiVersion: "v1", kind, metadata: { name } },
  generation: 1,
  ...(source === undefined ? {} : { source }),
});

function split(read: readonly string[], ...all: readonly ReturnType<typeof noted>[]) {
  const { others, vanished } = earlierObjects([], all, { kinds, read });
  return { others: others.map(({ owner }) => owner.name), vanished: vanished.map(({ name }) => name) };
}

it("what was read where the manifests are, and is not among them, has vanished; nothing else has", () => {
  const all = [
    noted("a", "/srv/a.yml"),
    noted("b", "/srv/b.yml"),
    noted("deep", "/srv/deep/a.yml"),
    noted("stdin"),
    noted("beside", "/srv2/a.yml"),
  ];
  expect(split([], ...all).vanished).toEqual([]);
  expect(split(["/srv/a.yml"], ...all)).toEqual({
    others: ["b", "deep", "stdin", "beside"],
    vanished: ["a"],
  });
  expect(split(["/srv/"], ...all).vanished).toEqual(["a", "b"]);
  expect(split(["/srv/**"], ...all).vanished).toEqual(["a", "b", "deep"]);
  const stored = noted("s", "s3://bucket/app/x.yml");
  expect(split(["s3://bucket/app/**"], stored).vanished).toEqual(["s"]);
  expect(split(["s3://bucket/app/y.yml"], stored).vanished).toEqual([]);
});

it("objects of kinds that stand alone are neither referred to nor taken away", () => {
  expect(split(["/srv/**"], noted("a", "/srv/a.yml", "Hashike"))).toEqual({ others: [], vanished: [] });
});

it("what is applied wins over its note, which can still be asked for", () => {
  const note = noted("a", "/srv/a.yml");
  const source = { file: "/srv/a.yml", document: 0, locate: () => ({ file: "", line: 1, column: 1 }) };
  const applied = { owner: note.owner, value: note.manifest, source, claims: [] };
  const { others, vanished, find } = earlierObjects([applied], [note], { kinds, read: ["/srv/a.yml"] });
  expect([others, vanished, find(note.owner)]).toEqual([[], [], note.manifest]);
});
