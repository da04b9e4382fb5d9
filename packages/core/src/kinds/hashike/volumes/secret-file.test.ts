import { expect, it } from "vitest";
import type { FindOutsideValue } from "../../../desired/outside-value.ts";
import { isHashikeError } from "../../../errors.ts";
import { buildDesiredState } from "../../../objects/build-desired-state.ts";
import { parseManifests } from "../../../objects/read-manifests.ts";
import { reasons, withSpec } from "../../../objects/test-diagnose.ts";
import { decodeRecord, encodeRecord } from "../../../plan/compare/record.ts";

const files: Readonly<Record<string, string>> = { key: "hidden-key\n", crt: "hidden-crt", KEY: "hidden-env" };
const outsideValue: FindOutsideValue = ({ source }) => {
  const name = source.kind === "file" ? source.path : source.kind === "environment" ? source.name : "key";
  const text = files[name];
  return text === undefined
    ? { kind: "absent", message: `there is no ${name}` }
    : { kind: "found", text: source.kind === "age" ? "hidden-age" : text };
};

const keyFile = "secretFile: {items: [{path: tls.key, valueFrom: {file: key}}]}";
const withFiles = (volume: string, mount = "mountPath: /run/tls", container = "") =>
  withSpec(
    "containers:",
    "- name: web",
    "  image: app",
    `  volumeMounts: [{name: tls, ${mount}}]`,
    ...(container === "" ? [] : [`  ${container}`]),
    `volumes: [{name: tls, ${volume}}, {name: data, emptyDir: {}}]`,
  );

function build(text: string) {
  const desired = buildDesiredState(parseManifests(text, { file: "m.yml" }), { outsideValue });
  const [web] = desired.containers;
  if (web === undefined) throw new Error("no container");
  const content = (web.secretFiles ?? []).map(({ secret, ...file }) => ({
    ...file,
    text: desired.secrets[secret],
  }));
  return { desired, web, content };
}

it("puts files from outside into the container, as they are, with who may read them", () => {
  const armor = "-----BEGIN AGE ENCRYPTED FILE-----\\nYWdl\\n-----END AGE ENCRYPTED FILE-----";
  const items = [
    "{path: tls.key, valueFrom: {file: key}}",
    "{path: tls.crt, valueFrom: {env: KEY}}",
    `{path: age, value: "${armor}"}`,
    "{path: none, valueFrom: {file: nowhere, optional: true}}",
  ];
  const text = withFiles(`secretFile: {items: [${items.join(", ")}], mode: 0440, uid: 5, gid: 6}`);
  const { desired, web, content } = build(text);
  const about = { mode: 0o440, uid: 5, gid: 6 };
  expect(content).toEqual([
    { path: "/run/tls/tls.key", text: "hidden-key\n", ...about },
    { path: "/run/tls/tls.crt", text: "hidden-env", ...about },
    { path: "/run/tls/age", text: "hidden-age", ...about },
  ]);
  expect([web.mounts, desired.volumes]).toEqual([[], []]);
  const { secrets: _, ...shown } = desired;
  expect(JSON.stringify(shown) + encodeRecord(web, {})).not.toMatch(/hidden|BEGIN AGE/);
});

it("is one file where a mount says which, and only its owner's", () => {
  expect(build(withFiles(keyFile, "mountPath: /etc/app.key, subPath: tls.key")).content).toEqual([
    { path: "/etc/app.key", text: "hidden-key\n", mode: 0o400, gid: 0 },
  ]);
});

it("is in the record by a fingerprint, so that another content, mode or owner makes a new container", () => {
  const record = (volume: string) => decodeRecord(encodeRecord(build(withFiles(volume)).web, {}));
  const first = record(keyFile);
  expect(first?.secretFiles).toEqual({
    "/run/tls/tls.key": { content: { secret: expect.stringMatching(/^[0-9a-f]{32}$/) }, mode: "0400" },
  });
  expect(record(keyFile)).toEqual(first);
  for (const other of [
    keyFile.replace("file: key", "file: crt"),
    keyFile.replace("}}]", "}}], mode: 0444"),
    keyFile.replace("}}]", "}}], uid: 0"),
    keyFile.replace("}}]", "}}], gid: 7"),
  ]) {
    expect(record(other)).not.toEqual(first);
  }
});

it("that is not there is told in its place", () => {
  try {
    build(withFiles(keyFile.replace("file: key", "file: nowhere")));
    expect.unreachable();
  } catch (error) {
    if (!isHashikeError(error)) throw error;
    expect(error.diagnostics.map(({ path, message }) => [path, message])).toEqual([
      ["spec.volumes[0].secretFile.items[0].valueFrom.file", "there is no nowhere"],
    ]);
  }
});

it.each<readonly [string, Parameters<typeof withFiles>]>([
  ['items[0].path: must be the name of a file, without /, got "a/b"', [keyFile.replace("tls.key", "a/b")]],
  ['must be the name of a file, without /, got ".."', [keyFile.replace("tls.key", '".."')]],
  ["items[0]: has no source", ["secretFile: {items: [{path: a}]}"]],
  ["items: must have at least one item", ["secretFile: {items: []}"]],
  ["valueFrom: is given together with value", [keyFile.replace("valueFrom", "value: x, valueFrom")]],
  [
    "is no whole text encrypted",
    ['secretFile: {items: [{path: a, value: "-----BEGIN AGE ENCRYPTED FILE-----"}]}'],
  ],
  ['items[1].path: names a second file "tls.key"', [keyFile.replace("]}", ", {path: tls.key, value: x}]}")]],
  [
    'mode: must be three octal digits after a 0, got "400" [write it as 0400]',
    [keyFile.replace("}}]", "}}], mode: 400")],
  ],
  ["secretFile: is given together with hostPath", [`hostPath: {path: /a}, ${keyFile}`]],
  ["[write secretFile: {items: [{path: NAME, valueFrom: {file: PATH}}]}]", ["secret: {secretName: a}"]],
  ['subPath: is no file of "tls" [did you mean tls.key?]', [keyFile, "mountPath: /k, subPath: tls.kee"]],
  ["mountPath: must be the path of a file", [keyFile, "mountPath: /, subPath: tls.key"]],
  ['mountPath: must not be in "/dev"', [keyFile, "mountPath: /dev/shm"]],
  ['mountPath: must not be in "/data/"', [keyFile, "mountPath: /data/tls}, {name: data, mountPath: /data/"]],
  [
    'mountPath: puts a second file at "/a/tls.key"',
    [keyFile, "mountPath: /a}, {name: tls, mountPath: /a/tls.key, subPath: tls.key"],
  ],
  [
    "cannot be together with securityContext.readOnlyRootFilesystem",
    [keyFile, "mountPath: /a", "securityContext: {readOnlyRootFilesystem: true}"],
  ],
])("%s is a located mistake", (told, given) => {
  const found = reasons(withFiles(...given));
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(told);
});

it("may be beside and above what else is mounted", () => {
  const mounts = "mountPath: /data-keys}, {name: data, mountPath: /data-keys/more";
  expect(reasons(withFiles(keyFile, mounts))).toEqual([]);
});
