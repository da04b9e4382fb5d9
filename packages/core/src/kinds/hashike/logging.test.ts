import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";

const build = (text: string) => buildDesiredState(parseManifests(text, { file: "m.yml" }));

it("is for all containers, and a container's own stands in its place as a whole", () => {
  const { containers } = build(
    withSpec(
      "logging: {driver: json-file, options: {max-size: 1m}}",
      "initContainers: [{name: first, image: app}]",
      "containers:",
      "- {name: web, image: app}",
      "- {name: api, image: app, logging: {driver: local}}",
      "- {name: old, image: app, logging: {}}",
    ),
  );
  const all = { driver: "json-file", options: { "max-size": "1m" } };
  expect(Object.fromEntries(containers.map((c) => [c.name, c.logging]))).toEqual({
    first: all,
    web: all,
    api: { driver: "local", options: {} },
    old: undefined,
  });
});

it("keeps a credential of a driver out of the spec", () => {
  const { containers, secrets } = build(
    withContainer("logging: {driver: splunk, options: {splunk-token: hunter2, splunk-url: https://a}}"),
  );
  expect(JSON.stringify(containers)).not.toContain("hunter2");
  expect(containers[0]?.logging?.options).toEqual({
    "splunk-token": expect.stringMatching(/^\$\(secret:[0-9a-f]{32}\)$/),
    "splunk-url": "https://a",
  });
  expect(Object.values(secrets)).toEqual(["hunter2"]);
});

it.each([
  ["{options: {max-file: 3}}", '[put it in quotes: "3"]'],
  ['{driver: ""}', "logging.driver: must not be empty"],
  ["{drivr: local}", "[did you mean driver?]"],
  ["json-file", "logging: must be a mapping, got a string"],
])("logging: %s is a located mistake", (logging, told) => {
  const found = reasons(withContainer(`logging: ${logging}`));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});
