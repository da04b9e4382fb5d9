import { expect, it } from "vitest";
import { desired, diagnose, podWith, reasons, refused } from "./pod.ts";

const objects = `apiVersion: v1
kind: ConfigMap
metadata: {name: app}
data: {app.conf: "level=debug", other: o}
binaryData: {logo: /wD/}
---
apiVersion: v1
kind: Secret
metadata: {name: app}
data: {tls.key: aGlkZGVu, bytes: //8=}
stringData: {tls.crt: crt}
---
`;

const mount = (more = "") => `{name: files, mountPath: /etc/app${more}}`;

/** A pod with one volume, and where it is mounted. */
const pod = (volume: string, mounts = mount(), ...more: readonly string[]) =>
  podWith(
    ...more.filter((line) => line.startsWith("securityContext")),
    `volumes: [{name: files, ${volume}}, {name: data, emptyDir: {}}]`,
    "containers:",
    "- name: web",
    "  image: app:1",
    `  volumeMounts: [${mounts}]`,
    ...more.filter((line) => !line.startsWith("securityContext")),
  );

/** The files of the container, each as `path mode gid content`. */
function files(text: string): readonly string[] {
  const { containers, secrets } = desired(text);
  const { secretFiles = [] } = containers[0] ?? {};
  return secretFiles.map(
    ({ path, mode, gid, uid, secret, encoding }) =>
      `${path} ${mode.toString(8)} ${uid}:${gid} ${encoding ?? "text"} ${secrets[secret]}`,
  );
}

it("makes all keys of a ConfigMap files in a folder of their own, whatever they hold", () => {
  const text = objects + pod("configMap: {name: app}");
  expect(files(text)).toEqual([
    "/etc/app/logo 644 0:0 base64 /wD/",
    "/etc/app/app.conf 644 0:0 text level=debug",
    "/etc/app/other 644 0:0 text o",
  ]);
  expect(desired(text).containers[0]?.mounts).toEqual([
    { type: "files", target: "/etc/app", readOnly: false },
  ]);
  expect(JSON.stringify(desired(text).containers)).not.toContain("debug");
});

it("gives files the names, folders and permissions that items say, however a mode is written", () => {
  const items = [
    "{key: app.conf, path: conf.d/a.conf, mode: 0600}",
    "{key: other, path: ./b, mode: 0o600}",
    "{key: logo, path: c, mode: 384}",
    "{key: other, path: d}",
  ];
  const modes = files(
    objects + pod(`configMap: {name: app, defaultMode: 0440, items: [${items.join(", ")}]}`),
  );
  expect(modes.map((line) => line.split(" ").slice(0, 2))).toEqual([
    ["/etc/app/conf.d/a.conf", "600"],
    ["/etc/app/b", "600"],
    ["/etc/app/c", "600"],
    ["/etc/app/d", "440"],
  ]);
  expect(files(objects + pod("secret: {secretName: app, items: [{key: tls.key, path: key}]}"))).toEqual([
    "/etc/app/key 644 0:0 text hidden",
  ]);
});

it("reads a mode of an anchor as octal, too", () => {
  const items = "[{key: other, path: a, mode: &mode 0400}, {key: other, path: b, mode: *mode}]";
  expect(
    files(objects + pod(`configMap: {name: app, items: ${items}}`)).map((line) => line.split(" ")[1]),
  ).toEqual(["400", "400"]);
});

it("lets the group of the pod read the files", () => {
  const text = pod(
    "secret: {secretName: app, defaultMode: 0400}",
    mount(", subPath: tls.key"),
    "securityContext: {fsGroup: 7}",
  );
  expect(files(objects + text)).toEqual(["/etc/app 440 0:7 text hidden"]);
});

it("mounts one file, or one folder, by subPath", () => {
  const volume = "configMap: {name: app, items: [{key: other, path: d/x}, {key: other, path: e}]}";
  const one = desired(objects + pod(volume, mount(", subPath: e"))).containers[0];
  expect([one?.mounts, one?.secretFiles?.map((f) => f.path)]).toEqual([[], ["/etc/app"]]);
  const folder = desired(objects + pod(volume, mount(", subPath: d/"))).containers[0];
  expect([folder?.mounts.map((m) => m.type), folder?.secretFiles?.map((f) => f.path)]).toEqual([
    ["files"],
    ["/etc/app/x"],
  ]);
});

it("puts the sources of a projected volume in one folder, of which the later ones win, without a token", () => {
  const sources = [
    "{serviceAccountToken: {path: token}}",
    "{configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}}",
    "{configMap: {name: app, items: [{key: other, path: a}, {key: other, path: b}]}}",
    "{secret: {name: app, items: [{key: tls.crt, path: b}]}}",
    "{downwardAPI: {items: [{path: ns, fieldRef: {fieldPath: metadata.namespace}}]}}",
  ];
  const text = objects + pod(`projected: {defaultMode: 0400, sources: [${sources.join(", ")}]}`);
  expect(files(text)).toEqual([
    "/etc/app/a 400 0:0 text o",
    "/etc/app/b 400 0:0 text crt",
    "/etc/app/ns 400 0:0 text default",
  ]);
  expect(reasons(text)).toEqual([
    "notice spec.volumes[0].projected.sources[0].serviceAccountToken: is ignored: there is no cluster",
  ]);
});

it("tells in files of the pod, its labels and what its containers may use", () => {
  const items = [
    "{path: name, fieldRef: {fieldPath: metadata.name}}",
    "{path: labels, fieldRef: {fieldPath: metadata.labels}}",
    "{path: app, fieldRef: {fieldPath: \"metadata.labels['app']\"}}",
    "{path: memory, mode: 0400, resourceFieldRef: {containerName: web, resource: limits.memory, divisor: 1Mi}}",
  ];
  const text = pod(
    `downwardAPI: {items: [${items.join(", ")}]}`,
    mount(),
    "  resources: {limits: {memory: 64Mi}}",
  );
  expect(files(text.replace("{app: posts}", '{b: "2", app: posts}'))).toEqual([
    "/etc/app/name 644 0:0 text posts",
    '/etc/app/labels 644 0:0 text app="posts"\nb="2"',
    "/etc/app/app 644 0:0 text posts",
    "/etc/app/memory 400 0:0 text 64",
  ]);
});

it("makes another container of another content, mode or path, and of nothing else", () => {
  const spec = (text: string) => JSON.stringify(desired(text).containers[0]?.secretFiles);
  const text = objects + pod("secret: {secretName: app}");
  const first = spec(text);
  expect(spec(text)).toBe(first);
  expect(spec(text.replace("aGlkZGVu", "aGlkZGVv"))).not.toBe(first);
  expect(spec(text.replace("secretName: app}", "secretName: app, defaultMode: 0600}"))).not.toBe(first);
});

it("names an object or key that is not there, unless it may be so", () => {
  const at = "spec.volumes[0]";
  const none = "apply it before, or together with this; or write optional: true";
  expect(refused(objects + pod("configMap: {name: none}"))).toEqual([
    `${at}.configMap.name: there is no ConfigMap "none" in namespace default [${none}]`,
  ]);
  expect(refused(objects + pod("secret: {secretName: ap}"))).toEqual([
    `${at}.secret.secretName: there is no Secret "ap" in namespace default [did you mean "app"?]`,
  ]);
  expect(refused(objects + pod("configMap: {name: app, items: [{key: app.con, path: a}]}"))).toEqual([
    `${at}.configMap.items[0].key: ConfigMap "app" has no key "app.con" [did you mean "app.conf"?]`,
  ]);
  expect(files(objects + pod("configMap: {name: app, optional: true, items: [{key: no, path: a}]}"))).toEqual(
    [],
  );
  const empty = desired(pod("secret: {secretName: none, optional: true}")).containers[0];
  expect([empty?.mounts.map((m) => m.type), empty?.secretFiles]).toEqual([["files"], undefined]);
});

it("says where files cannot be", () => {
  const at = "spec.containers[0].volumeMounts";
  const volume = "configMap: {name: app}";
  const mounts = (...list: readonly string[]) => refused(objects + pod(volume, list.join(", ")));
  const data = "{name: data, mountPath: /data}";
  expect(mounts("{name: files, mountPath: /etc/a, subPath: app.con}")).toEqual([
    `${at}[0].subPath: is no file of "files" [did you mean app.conf?]`,
  ]);
  expect(mounts(data, "{name: files, mountPath: /data/a, subPath: app.conf}")).toEqual([
    `${at}[1].mountPath: must not be in "/data": what is mounted there would hide the file, or keep it [mount it on a path of its own]`,
  ]);
  expect(mounts(data, "{name: files, mountPath: /data/conf}")).toEqual([]);
  expect(mounts(mount(), "{name: files, mountPath: /etc/app/other, subPath: app.conf}")).toEqual([
    `${at}[1].mountPath: puts a second file at "/etc/app/other" [undefined]`,
  ]);
  const readOnly = "  securityContext: {readOnlyRootFilesystem: true}";
  const ofReadOnly = (more?: string) => refused(objects + pod(volume, mount(more), readOnly));
  expect(ofReadOnly()).toEqual([]);
  expect(ofReadOnly(", subPath: other")).toEqual([
    `${at}[0].subPath: is one file, which engines cannot write with securityContext.readOnlyRootFilesystem [mount the whole volume in a folder of its own]`,
  ]);
  expect(
    refused(objects + pod("configMap: {name: app, items: [{key: other, path: a}, {key: other, path: a/b}]}")),
  ).toEqual(['spec.volumes[0]: has "a" as a file, and files in it [give one of them another path]']);
});

it("says what is wrong with a volume of files, each at its place", () => {
  const wrong = (volume: string) =>
    diagnose(pod(volume)).map((line) => line.replace(/^\S+ spec\.volumes\[0\]/, ""));
  expect(
    wrong(
      "configMap: {name: a, items: [{key: k, path: ../a}, {key: k, path: /a}, {key: k, path: a/, mode: 644}]}",
    ),
  ).toEqual([
    '.configMap.items[0].path: must be relative and without .., got "../a"',
    '.configMap.items[1].path: must be relative and without .., got "/a"',
    '.configMap.items[2].path: must be the path of a file, got "a/"',
    ".configMap.items[2].mode: must be between 0 and 511, got 644 [write it in octal with a 0 in front, as 0644]",
  ]);
  expect(wrong("secret: {name: a}")).toEqual([
    ".secret.secretName: is missing",
    ".secret.name: is not a known key [write secretName]",
  ]);
  expect(
    wrong(
      "downwardAPI: {items: [{path: a}, {path: b, fieldRef: {fieldPath: status.podIP}}, {path: c, fieldRef: {fieldPath: metadata.nam}}, {path: d, resourceFieldRef: {resource: limits.cpu}}]}",
    ),
  ).toEqual([
    ".downwardAPI.items[0]: has no source [write fieldRef: {fieldPath: metadata.labels}]",
    expect.stringMatching(/^\.downwardAPI\.items\[1\]\.fieldRef\.fieldPath: "status\.podIP" cannot be had/),
    `.downwardAPI.items[2].fieldRef.fieldPath: "metadata.nam" is no field that a file can have [write metadata.name, metadata.namespace, metadata.uid, metadata.labels['KEY'] or metadata.annotations['KEY']]`,
    ".downwardAPI.items[3].resourceFieldRef: names no container, as it must in a volume [write containerName with the name of one of the pod's containers]",
  ]);
  expect(wrong("projected: {sources: [{configMap: {name: a}, secret: {name: a}}]}")).toEqual([
    ".projected.sources[0].secret: is given together with configMap [write an entry of its own for it]",
  ]);
});
