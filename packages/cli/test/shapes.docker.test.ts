import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";

// The shapes of pods that only an engine can show; the others are in packages/kubernetes/test/shapes-*.test.ts.

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("shapes");
  folder = await mkdtemp(join(tmpdir(), "hashike-shapes-"));
  await output("docker", "network", "create", own.name("net"));
});

afterAll(async () => {
  await own.removeAll();
  await rm(folder, { recursive: true, force: true });
});

async function run(command: string, name: string, text: string) {
  const file = join(folder, `${name}.yml`);
  await writeFile(file, text.replaceAll("~", own.prefix).replaceAll("FOLDER", folder));
  const joined = command === "apply" ? ["--network", own.name("net")] : [];
  return hashike([command, "-f", file, "-n", "tests", ...joined]);
}

it("a pod has its host's files and devices, its names and parts of volumes, and ends by its own signal", async () => {
  await mkdir(join(folder, "data"));
  await writeFile(join(folder, "conf"), "of the host\n");
  const text = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: ~claim}
spec: {}
---
apiVersion: v1
kind: Pod
metadata: {name: ~pod}
spec:
  hostname: front
  subdomain: ~sub
  hostAliases: [{ip: 10.9.8.7, hostnames: [db, db.local]}]
  terminationGracePeriodSeconds: 20
  volumes:
  - {name: conf, hostPath: {path: FOLDER/conf, type: File}}
  - {name: data, hostPath: {path: FOLDER/data, type: Directory}}
  - {name: made, hostPath: {path: FOLDER/made/deep, type: DirectoryOrCreate}}
  - {name: device, hostPath: {path: /dev/zero, type: CharDevice}}
  - {name: claim, persistentVolumeClaim: {claimName: ~claim}}
  containers:
  - name: a
    image: hashike-test/busybox:1
    command: [sh, -c, 'trap "echo by INT > /data/end; exit 0" INT; trap "" TERM; touch /started; while :; do sleep 1 & wait $!; done']
    lifecycle: {stopSignal: SIGINT}
    startupProbe: {exec: {command: [test, -e, /started]}, periodSeconds: 1}
    env: [{name: SUB, value: ~sub}, {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}]
    ports: [{containerPort: 80, name: http}]
    volumeMounts:
    - {name: conf, mountPath: /conf, readOnly: true}
    - {name: data, mountPath: /data}
    - {name: made, mountPath: /made}
    - {name: device, mountPath: /dev/own-zero}
    - {name: claim, mountPath: /part, subPathExpr: parts/$(POD)}
    - {name: claim, mountPath: /whole}
`;
  expect(await run("apply", "good", text)).toMatchObject({ code: 0, stderr: "" });
  const name = `tests_${own.name("pod")}_a`;
  const sh = (line: string) => output("docker", "exec", name, "sh", "-c", line);
  expect(await sh("hostname; grep -c 10.9.8.7 /etc/hosts; cat /conf; head -c 4 /dev/own-zero | wc -c")).toBe(
    "front\n2\nof the host\n4",
  );
  expect(await sh("echo there > /part/file; cat /whole/parts/$POD/file; ls -d /made")).toBe("there\n/made");
  expect(await sh("ping -c1 -w1 front.$SUB | head -1")).toContain(`PING front.${own.name("sub")} (`);
  expect(await output("docker", "port", name)).toBe("");
  expect((await run("apply", "good", text)).stdout).toContain("nothing to do");
  expect(await run("delete", "good", text)).toMatchObject({ code: 0 });
  expect(await readFile(join(folder, "data", "end"), "utf8")).toBe("by INT\n");
  expect(await run("delete", "good", text)).toMatchObject({ code: 0 });
});

it.each([
  ["conf", "Directory"],
  ["data", "File"],
  ["none", "File"],
  ["none", "Directory"],
  ["conf", "Socket"],
  ["data", "CharDevice"],
  ["conf", "BlockDevice"],
])("a host path %s that is no %s keeps the pod from being made", async (path, type) => {
  await mkdir(join(folder, "data"), { recursive: true });
  await writeFile(join(folder, "conf"), "");
  const refused = await run(
    "apply",
    "bad",
    `apiVersion: v1
kind: Pod
metadata: {name: ~bad}
spec:
  volumes: [{name: v, hostPath: {path: FOLDER/${path}, type: ${type}}}]
  containers: [{name: a, image: hashike-test/busybox:1, volumeMounts: [{name: v, mountPath: /v}]}]
`,
  );
  expect(refused).toMatchObject({ code: 4, stderr: expect.stringContaining(join(folder, path)) });
  expect(await output("docker", "ps", "-aq", "--filter", `name=${own.name("bad")}`)).toBe("");
});
