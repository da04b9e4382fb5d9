import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { diagnose } from "../../objects/test-diagnose.ts";

const annotated = (...annotations: readonly string[]) =>
  [
    "apiVersion: v1",
    "kind: Hashike",
    "metadata:",
    "  name: app",
    "  annotations:",
    ...annotations.map((line) => `    ${line}`),
    "spec:",
    "  containers:",
    "  - {name: web, image: nginx}",
    "  - {name: api, image: nginx}",
    "",
  ].join("\n");

it.each([
  [
    "hashike/on-config-change: reload",
    "6:31 metadata.annotations.hashike/on-config-change: must be one of replace, restart, ignore, signal:HUP, ",
  ],
  ["hashike/on-config-change: signal:SIGHUP", "[did you mean signal:HUP?]"],
  ["hashike/on-config-change: Restart", "[did you mean restart?]"],
  [
    "hashike/on-config-change.wbe: ignore",
    'names the container "wbe", which is not in this manifest [did you mean "web"?]',
  ],
  ["hashike/on-change: ignore", "6:5 metadata.annotations.hashike/on-change: is not a known annotation"],
])("%s is a located mistake", (line, told) => {
  const found = diagnose(annotated(line));
  expect(found).toHaveLength(1);
  expect(
    found[0]?.replace(/"hashike\/([\w.-]+)"/, "hashike/$1").replace(/\[hashike\/([\w.-]+)\]/, ".hashike/$1"),
  ).toContain(told);
});

it("is for all containers, or for the one that it names", () => {
  const text = annotated(
    "example.com/anything: goes",
    "hashike/on-config-change: signal:USR1",
    "hashike/on-config-change.api: ignore",
  );
  const { containers } = buildDesiredState(parseManifests(text, { file: "m.yml" }));
  expect(Object.fromEntries(containers.map((c) => [c.name, c.update.onConfigChange]))).toEqual({
    web: { kind: "signal", signal: "USR1" },
    api: { kind: "ignore" },
  });
});
