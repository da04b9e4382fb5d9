import { createKinds, defaultKinds, kindId } from "@hashike/core";
import { kubernetesKinds } from "@hashike/kubernetes";
import { expect, it } from "vitest";
import { kindsFor } from "./kinds-for.ts";

const texts = (...all: readonly string[]) => all.map((text, index) => ({ file: `${index}.yml`, text }));

it.each([
  ["none", ""],
  ["the built-in one", 'kind: Hashike\n---\n{"kind": "Hashike"}\n'],
])("kinds of Kubernetes are not there for a text with %s", async (_, text) => {
  expect(await kindsFor(texts(text), defaultKinds)).toBe(defaultKinds);
});

it.each(["kind: Pod", '{"kind":"Pod"}', "items: [{kind: 'Pod'}]", "kind : Typo"])(
  "kinds of Kubernetes are there for %s",
  async (text) => {
    const { all } = await kindsFor(texts("kind: Hashike\n", text), defaultKinds);
    expect(all.map(kindId)).toEqual(["Hashike", ...kubernetesKinds.map(kindId)]);
  },
);

it("a module's kind wins over one of Kubernetes", async () => {
  const [pod] = kubernetesKinds;
  if (pod === undefined) throw new Error("there are no kinds");
  const own = { ...pod, plural: "own" };
  const { all } = await kindsFor(texts("kind: Typo"), createKinds([own]));
  expect(all.filter(({ kind }) => kind === "Pod")).toEqual([own]);
});
