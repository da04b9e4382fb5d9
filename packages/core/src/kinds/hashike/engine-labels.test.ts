import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer } from "../../objects/test-diagnose.ts";
import { encodeRecord } from "../../plan/compare/record.ts";

const at = "spec.containers[0].labels";

it("labels of a container are apart from those of its manifest, and make it another container", () => {
  const text = withContainer('labels: {traefik.enable: "true"}').replace(
    "name: rest-api",
    "{name: rest-api, labels: {app: shop}}",
  );
  const [web] = buildDesiredState(
    parseManifests(text.replace("metadata:\n  ", "metadata: "), { file: "m.yml" }),
  ).containers;
  if (web === undefined) throw new Error("no container");
  expect([web.labels, web.engineLabels]).toEqual([{ app: "shop" }, { "traefik.enable": "true" }]);
  expect(JSON.parse(encodeRecord(web, {}))).toMatchObject({ labels: { "traefik.enable": "true" } });
  const { engineLabels: _, ...plain } = web;
  expect(encodeRecord(plain, {})).not.toContain("labels");
});

it.each([
  ["{hashike.name: other}", `${at}["hashike.name"]: begins with hashike: such labels are Hashike's own`],
  ["{hashike: x}", `${at}.hashike: begins with hashike`],
  ["{Hashiken: x}", `${at}.Hashiken: begins with hashike`],
  ['{"": x}', "must not be empty"],
  ["{traefik.enable: true}", '[put it in quotes: "true"]'],
])("labels: %s is a located mistake", (labels, told) => {
  const found = reasons(withContainer(`labels: ${labels}`));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});
