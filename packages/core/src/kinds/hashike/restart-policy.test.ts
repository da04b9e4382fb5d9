import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { withSpec } from "../../objects/test-diagnose.ts";

it("UnlessStopped is for containers that stay, and an init container runs to its end", () => {
  const text = withSpec(
    "restartPolicy: UnlessStopped",
    "initContainers: [{name: first, image: app}]",
    "containers: [{name: web, image: app}, {name: job, image: app, restartPolicy: Never}]",
  );
  const { containers } = buildDesiredState(parseManifests(text, { file: "m.yml" }));
  expect(Object.fromEntries(containers.map((c) => [c.name, c.restartPolicy]))).toEqual({
    first: "OnFailure",
    web: "UnlessStopped",
    job: "Never",
  });
});
