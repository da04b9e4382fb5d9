import { describe, expect, it } from "vitest";
import { desired, podWith, reasons, refused } from "./pod.ts";

// What a container mounts: the shapes that manifests of pods have in the wild.

const objects = `{apiVersion: v1, kind: ConfigMap, metadata: {name: app}, data: {conf: c, more: m}, binaryData: {raw: /wD/}}
---
{apiVersion: v1, kind: Secret, metadata: {name: app}, data: {conf: Yw==}, stringData: {more: m}}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: app}, spec: {}}
---
`;

const pod = (volume: string, mount = "") =>
  podWith(
    `volumes: [{name: v${volume === "" ? "" : `, ${volume}`}}]`,
    `containers: [{name: a, image: a, volumeMounts: [{name: v, mountPath: /m${mount}}]}]`,
  );

const mounts = (text: string) => desired(text).containers[0]?.mounts;

const files = (text: string) =>
  (desired(text).containers[0]?.secretFiles ?? []).map(({ path, mode }) => `${path} ${mode.toString(8)}`);

describe("a hostPath", () => {
  it.each<readonly [string, string]>([
    ["", ""],
    [", type:", ""],
    [', type: ""', ""],
    ...["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"].map(
      (type) => [`, type: ${type}`, type] as const,
    ),
  ])("with%s has the type %j, to be looked at on the host", (more, pathType) => {
    const text = pod(`hostPath: {path: /dev/null${more}}`, ", readOnly: true");
    expect(mounts(text)).toEqual([
      { type: "hostPath", path: "/dev/null", pathType, target: "/m", readOnly: true },
    ]);
    expect(desired(text).hostPaths).toMatchObject([{ path: "/dev/null", type: pathType }]);
  });

  it.each([
    ["{path: /a, type: Dir}", "type: must be "],
    ["{path: /a, type: directory}", "type: must be "],
    ["{path: a}", 'path: must be absolute, got "a"'],
    ["{path: ./a}", "path: must be absolute"],
    ["{path: /a/../../etc}", "path: must not contain .."],
    ['{path: ""}', "path: must not be empty"],
    ["{}", "path: is missing"],
    ["/a", "hostPath: must be a mapping"],
  ])("%s is refused", (hostPath, message) => {
    expect(reasons(pod(`hostPath: ${hostPath}`))).toEqual([expect.stringContaining(message)]);
  });
});

describe.each([
  ["configMap", "name"],
  ["secret", "secretName"],
])("a volume of a %s", (source, nameKey) => {
  const volume = (more = "", mount = "") => objects + pod(`${source}: {${nameKey}: app${more}}`, mount);

  it("has all keys as files, or those of items alone, under their paths and modes", () => {
    expect(files(volume()).toSorted()).toEqual([
      "/m/conf 644",
      "/m/more 644",
      ...(source === "configMap" ? ["/m/raw 644"] : []),
    ]);
    const items = ", items: [{key: conf, path: a/b}, {key: more, path: c, mode: 0400}]";
    expect(files(volume(items))).toEqual(["/m/a/b 644", "/m/c 400"]);
    expect(files(volume(`, defaultMode: 0600${items}`))).toEqual(["/m/a/b 600", "/m/c 400"]);
    expect(files(volume(", items: []"))).toEqual(files(volume()));
  });

  it.each([
    ["a key that is not there", ", items: [{key: no, path: p}]", "items[0].key"],
    ["a key of the prototype of objects", ", items: [{key: toString, path: p}]", "items[0].key"],
  ])("is refused for %s, unless it may be so", (_what, items, place) => {
    expect(refused(volume(items))[0]).toContain(`spec.volumes[0].${source}.${place}:`);
    expect(files(volume(`${items}, optional: true`))).toEqual([]);
  });

  it("is refused where the object is not there, and empty where it may be so", () => {
    const none = (more: string) => pod(`${source}: {${nameKey}: app${more}}`);
    expect(refused(none(""))[0]).toContain(`spec.volumes[0].${source}.${nameKey}: there is no`);
    expect(refused(none(", optional: false"))).toHaveLength(1);
    expect(mounts(none(", optional: true"))).toEqual([{ type: "files", target: "/m", readOnly: false }]);
  });

  it.each(["../a", "/a", "a/../b", "..", "a/..", "..data", "."])("never writes to %s", (path) => {
    expect(reasons(volume(`, items: [{key: conf, path: ${path}}]`))[0]).toContain(
      `spec.volumes[0].${source}.items[0].path: must`,
    );
  });

  it.each([
    ["01777", "must be between 0 and 511"],
    ["-1", "must be between 0 and 511"],
    ["rw", "must be a whole number"],
  ])("has no mode %s", (mode, message) => {
    expect(reasons(volume(`, defaultMode: ${mode}`))[0]).toContain(message);
  });

  it("gives one key by subPath, and a folder of its items", () => {
    expect([mounts(volume("", ", subPath: conf")), files(volume("", ", subPath: conf"))]).toEqual([
      [],
      ["/m 644"],
    ]);
    const items = ", items: [{key: conf, path: a/b}, {key: more, path: c}]";
    expect(files(volume(items, ", subPath: a"))).toEqual(["/m/b 644"]);
    expect(refused(volume(items, ", subPath: b"))[0]).toContain('is no file of "v"');
  });
});

describe("a subPath", () => {
  const sources = [
    ["emptyDir", "emptyDir: {}"],
    ["nothing", ""],
    ["hostPath", "hostPath: {path: /srv}"],
    ["a claim", "persistentVolumeClaim: {claimName: app}"],
    ["configMap", "configMap: {name: app}"],
    ["secret", "secret: {secretName: app}"],
    ["downwardAPI", "downwardAPI: {items: [{path: conf, fieldRef: {fieldPath: metadata.name}}]}"],
    ["projected", "projected: {sources: [{configMap: {name: app}}]}"],
  ] as const;

  it.each(sources.slice(0, 4))("of %s is a part of it", (_what, volume) => {
    expect(mounts(objects + pod(volume, ", subPath: a/b"))).toMatchObject([{ target: "/m", subPath: "a/b" }]);
  });

  it.each(sources.slice(4))("of %s is one of its files", (_what, volume) => {
    expect(files(objects + pod(volume, ", subPath: conf"))).toEqual(["/m 644"]);
  });

  it.each(sources)("of %s is never outside of it", (_what, volume) => {
    for (const unsafe of ["..", "../a", "a/../../b", "a/..", "/a", '"a\\0"']) {
      expect(reasons(objects + pod(volume, `, subPath: ${unsafe}`)), unsafe).toEqual([
        expect.stringContaining(
          "spec.containers[0].volumeMounts[0].subPath: must be relative and without ..",
        ),
      ]);
    }
  });

  it("that is empty is the whole, and one of memory is refused", () => {
    const [mount = {}] = mounts(pod("emptyDir: {}", ', subPath: ""')) ?? [];
    expect(mount).not.toHaveProperty("subPath");
    expect(reasons(pod("emptyDir: {medium: Memory}", ", subPath: a"))).toEqual([
      "spec.containers[0].volumeMounts[0].subPath: is not for a volume in memory [leave it out]",
    ]);
  });
});

it("a mount must name a volume, and have a path of its own", () => {
  const mounted = (...list: readonly string[]) =>
    reasons(
      podWith(
        "volumes: [{name: v}]",
        `containers: [{name: a, image: a, volumeMounts: [${list.map((one) => `{${one}}`).join(", ")}]}]`,
      ),
    );
  const at = "spec.containers[0].volumeMounts";
  expect(mounted("name: w, mountPath: /m")).toEqual([
    `${at}[0].name: names the volume "w", which is not in spec.volumes [did you mean "v"?]`,
  ]);
  expect(mounted("name: v, mountPath: /m", "name: v, mountPath: /m/")).toEqual([
    `${at}[1].mountPath: is mounted twice: "/m" [give each mount its own path]`,
  ]);
  expect(mounted("name: v, mountPath: m")[0]).toContain(`${at}[0].mountPath: must be`);
  expect(mounted("mountPath: /m")).toEqual([`${at}[0].name: is missing`]);
  expect(mounted("name: v")).toEqual([`${at}[0].mountPath: is missing`]);
});

describe("a subPathExpr", () => {
  const by = (expr: string, volume = "emptyDir: {}", ...more: readonly string[]) =>
    objects +
    podWith(
      `volumes: [{name: v, ${volume}}]`,
      "containers:",
      "- name: a",
      "  image: a",
      `  volumeMounts: [{name: v, mountPath: /m, subPathExpr: ${expr}}]`,
      "  env:",
      "  - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}",
      "  - {name: HERE, value: conf}",
      "  - {name: UP, value: ../up}",
      "  - {name: ROOT, value: /etc}",
      "  - {name: WORD, valueFrom: {secretKeyRef: {name: app, key: more}}}",
      ...more,
    );

  it("has the variables of the container in it", () => {
    expect(mounts(by("logs/$(POD)"))).toMatchObject([{ target: "/m", subPath: "logs/posts" }]);
    expect(mounts(by("$$(POD)"))).toMatchObject([{ subPath: "$(POD)" }]);
    expect(mounts(by("plain"))).toMatchObject([{ subPath: "plain" }]);
    expect(files(by("$(HERE)", "configMap: {name: app}"))).toEqual(["/m 644"]);
  });

  const at = "spec.containers[0].volumeMounts[0].subPathExpr";

  it.each([
    ["$(UP)", `${at}: must be relative and without .., got "../up" [undefined]`],
    ["a/$(UP)", `${at}: must be relative and without .., got "a/../up" [undefined]`],
    ["$(ROOT)", `${at}: must be relative and without .., got "/etc" [undefined]`],
    ["$(NONE)", `${at}: has no variable "NONE" to put in [add it under env]`],
    ["$(WORD)", `${at}: would show "WORD", which is not to be shown [undefined]`],
  ])("%s is refused once it is known", (expr, message) => {
    expect(refused(by(expr))).toEqual([message]);
  });

  it("is refused together with subPath, for memory of one container, and for a file that is not there", () => {
    expect(reasons(pod("emptyDir: {}", ", subPath: a, subPathExpr: b"))).toEqual([
      `${at}: is given together with subPath [keep one of the two]`,
    ]);
    expect(reasons(pod("emptyDir: {medium: Memory}", ", subPathExpr: b"))).toEqual([
      `${at}: is not for a volume in memory [leave it out]`,
    ]);
    expect(refused(by("$(POD)", "configMap: {name: app}"))[0]).toContain("is no file of");
  });
});
