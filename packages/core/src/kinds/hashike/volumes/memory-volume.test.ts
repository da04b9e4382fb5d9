import { expect, it } from "vitest";
import { buildDesiredState } from "../../../objects/build-desired-state.ts";
import { parseManifests } from "../../../objects/read-manifests.ts";
import { reasons, withSpec } from "../../../objects/test-diagnose.ts";
import { encodeRecord } from "../../../plan/compare/record.ts";

const withVolume = (volume: string, mount = "mountPath: /run") =>
  withSpec(
    `containers: [{name: web, image: app, volumeMounts: [{name: scratch, ${mount}}]}]`,
    `volumes: [{name: scratch, ${volume}}]`,
  );

it("is each container's own: no volume of the engine, and nobody else's name", () => {
  const text = withVolume("emptyDir: {medium: Memory, sizeLimit: 1Mi}");
  const state = buildDesiredState(parseManifests(text, { file: "m.yml" }));
  expect(state.volumes).toEqual([]);
  const [web] = state.containers;
  expect(web?.mounts).toEqual([{ type: "memory", target: "/run", readOnly: false, sizeBytes: 1048576 }]);
  expect(web && JSON.parse(encodeRecord(web, {})).mounts).toEqual({
    "/run": { medium: "Memory", sizeBytes: 1048576 },
  });
  expect(
    reasons(`${text}---\n${text.replace("rest-api", "other").replace("name: web", "name: web2")}`),
  ).toEqual([]);
});

it.each([
  ["emptyDir: {sizeLimit: 1Mi}", "emptyDir.sizeLimit: is only for medium: Memory"],
  ["emptyDir: {medium: Memory, sizeLimit: much}", "sizeLimit: "],
  ["emptyDir: {medium: Memory, sizeLimit: 0}", 'sizeLimit: must be more than nothing, got "0"'],
  ["emptyDir: {medium: HugePages}", "not supported in kind Hashike yet"],
  ["emptyDir: {medium: memory}", "[did you mean Memory?]"],
])("%s is a located mistake", (volume, told) => {
  const found = reasons(withVolume(volume));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});

it("a part of it cannot be mounted", () => {
  expect(reasons(withVolume("emptyDir: {medium: Memory}", "mountPath: /run, subPath: a"))).toEqual([
    'spec.containers[0].volumeMounts[0].subPath: is not for "scratch", which is in memory [leave it out]',
  ]);
});
