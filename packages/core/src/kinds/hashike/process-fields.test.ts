import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";
import { encodeRecord } from "../../plan/compare/record.ts";

it("all of them reach the spec, and the record under the manifest's words", () => {
  const text = withContainer(
    "init: true",
    "lifecycle: {stopSignal: SIGRTMIN+3}",
    "ulimits: {nofile: 65536, memlock: {soft: 5, hard: -1}, nproc: {soft: 512}, core: -1}",
    "resources: {limits: {pids: 100}}",
    "oomScoreAdj: -500",
    "user: 1000",
  );
  const [web] = buildDesiredState(parseManifests(text, { file: "m.yml" })).containers;
  if (web === undefined) throw new Error("no container");
  const {
    image: _,
    restartPolicy: _r,
    stopTimeoutSeconds: _s,
    networks: _n,
    ...record
  } = JSON.parse(encodeRecord(web, {}));
  expect(record).toEqual({
    init: true,
    stopSignal: "SIGRTMIN+3",
    ulimits: {
      nofile: { soft: 65536, hard: 65536 },
      memlock: { soft: 5, hard: -1 },
      nproc: { soft: 512, hard: 512 },
      core: { soft: -1, hard: -1 },
    },
    resources: { pidsLimit: 100 },
    oomScoreAdj: -500,
    user: "1000",
  });
});

it.each([
  ["lifecycle: {stopSignal: INT}", "[write a name such as SIGINT]"],
  ["lifecycle: {stopSignal: SIGFOO}", "must be the name of a signal, in upper case"],
  [
    "ulimits: [{name: nofile, soft: 1}]",
    "ulimits: must be a mapping, got a list [write it as {nofile: {soft: 1024, hard: 2048}, memlock: -1}]",
  ],
  ["ulimits: {nofiles: 1}", "[did you mean nofile?]"],
  ["ulimits: {nofile: many}", "[write a number, or {soft: 1024, hard: 2048}]"],
  ["ulimits: {nofile: {hard: 1}}", "ulimits.nofile.soft: is missing"],
  ["ulimits: {nofile: -2}", "ulimits.nofile.soft: must be between -1 and"],
  ["ulimits: {nofile: 1.5}", "ulimits.nofile.soft: must be a whole number"],
  ["ulimits: {nofile: {soft: 2, hard: 1}}", "ulimits.nofile.soft: must not be more than hard (1), got 2"],
  ["ulimits: {nofile: {soft: -1, hard: 1}}", "must not be more than hard"],
  ["cpu: 1", "[write resources: {limits: {cpu: 0.5}}]"],
  ["resources: {limits: {pids: 0}}", "must be between 1 and"],
  ["resources: {requests: {pids: 5}}", "is not a known key"],
  ["oomScoreAdj: 1001", "must be between -1000 and 1000"],
  ["user: a b", "[write a name or a number, such as nobody or app:staff]"],
  ['user: "app:"', "must be a user"],
  ["{user: app, securityContext: {runAsUser: 5}}", "user: is given together with securityContext.runAsUser"],
  [
    "{user: app, securityContext: {runAsGroup: 5}}",
    "user: is given together with securityContext.runAsGroup",
  ],
])("%s is a located mistake", (line, told) => {
  const lines = line.startsWith("{") ? line.slice(1, -1).split(/, (?=sec)/) : [line];
  const found = reasons(withContainer(...lines));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});

it("a user beside that of all containers is a mistake", () => {
  const text = withSpec(
    "containers: [{name: web, image: app, user: app}]",
    "securityContext: {runAsUser: 5}",
  );
  expect(reasons(text)).toEqual([
    "spec.containers[0].user: is given together with spec.securityContext.runAsUser [keep one of the two]",
  ]);
});
