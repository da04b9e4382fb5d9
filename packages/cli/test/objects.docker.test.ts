import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { hashike, output } from "./support/hashike.ts";

let own: OwnThings;
let folder: string;

beforeAll(async () => {
  own = await ownThings("objects");
  folder = await mkdtemp(join(tmpdir(), "hashike-objects-"));
  await output("docker", "network", "create", own.name("net"));
});

afterAll(async () => {
  await own.removeAll();
  await rm(folder, { recursive: true });
});

async function run(command: string, file: string, text: string) {
  const path = join(folder, file);
  await writeFile(path, text.replaceAll("~", own.prefix));
  const options = command === "apply" ? ["--network", own.name("net")] : [];
  return hashike([command, path, "-n", "tests", ...options]);
}

const config = (level: string) =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: ~app}, data: {LEVEL: ${level}}}\n---\n`;
const secret = "{apiVersion: v1, kind: Secret, metadata: {name: ~app}, stringData: {PASS: hunter2-word}}\n";
const pod = `apiVersion: v1
kind: Pod
metadata: {name: ~web}
spec:
  terminationGracePeriodSeconds: 1
  volumes: [{name: keys, secret: {secretName: ~app}}]
  containers:
  - name: web
    image: hashike-test/busybox:1
    command: [sh, -c, 'trap "exit 0" TERM; while :; do sleep 1 & wait $!; done']
    env:
    - {name: LEVEL, valueFrom: {configMapKeyRef: {name: ~app, key: LEVEL}}}
    - {name: WORD, valueFrom: {secretKeyRef: {name: ~app, key: PASS}}}
    - {name: URL, value: "db://$(WORD)@db"}
    volumeMounts: [{name: keys, mountPath: /keys}]
`;

const ofOwner = () => `label=hashike.name=${own.name("app")}`;
const notes = () => output("docker", "volume", "ls", "-q", "--filter", ofOwner());

it("a pod finds what an earlier apply of another file noted; the value of a Secret is in no note and no output", async () => {
  const container = `tests_${own.name("web")}_web`;
  const first = await run("apply", "config.yml", config("info") + secret);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  const applied = await run("apply", "pod.yml", pod);
  expect(applied).toMatchObject({ code: 0, stderr: "" });
  const inside = "echo $LEVEL $URL; cat /keys/PASS";
  expect(await output("docker", "exec", container, "sh", "-c", inside)).toBe(
    "info db://hunter2-word@db\nhunter2-word",
  );
  const labels = await output("docker", "volume", "inspect", ...(await notes()).split("\n"));
  expect(labels).toContain("LEVEL");
  const shown = await hashike(["get", "secrets", "-n", "tests", "-o", "json"]);
  expect(shown.stdout).toContain(own.name("app"));
  expect(labels + first.stdout + applied.stdout + shown.stdout).not.toContain("hunter2");
  expect((await run("apply", "pod.yml", pod)).stdout).toContain("nothing to do");

  const id = await output("docker", "inspect", "-f", "{{.Id}}", container);
  await output("docker", "volume", "prune", "-f", "--filter", ofOwner());
  expect(await notes()).toBe("");
  expect(await run("apply", "pod.yml", pod)).toMatchObject({ code: 3 });
  expect(await output("docker", "inspect", "-f", "{{.Id}} {{.State.Running}}", container)).toBe(`${id} true`);
  expect((await run("apply", "config.yml", config("info") + secret)).stdout).toContain("2 to create");
  expect((await run("apply", "pod.yml", pod)).stdout).toContain("nothing to do");

  const gone = await run("apply", "config.yml", secret);
  expect(gone.stdout).toContain(`- configmap/${own.name("app")} will be removed`);
  const list = await hashike(["get", "cm", "-n", "tests"]);
  expect(list.stdout).not.toContain(own.name("app"));
  expect((await run("delete", "pod.yml", pod)).code).toBe(0);
  expect(await hashike(["delete", "secret", own.name("app"), "-n", "tests"])).toMatchObject({ code: 0 });
  expect(await notes()).toBe("");
});
