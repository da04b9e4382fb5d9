import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hashike, output, type RunOptions } from "./support/hashike.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

let app: OwnApp;
let folder: string;
let run: RunOptions;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hashike-secrets-"));
  run = { env: { APP_REGION: "clear-of-env" } };
  app = await ownApp("secrets", run);
});

afterAll(async () => {
  await app[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

it("values from outside are in the container, follow their file, and are in clear nowhere else", async () => {
  const identity = join(folder, "identity");
  const file = (name: string) => join(folder, "values", name);
  await mkdir(join(folder, "values"));
  await writeFile(file("app.env"), "# of the app\nLEVEL=clear-of-env-file\n");
  await writeFile(file("word"), "clear-of-file\n");
  await hashike(["secret", "keygen", "--identity", identity]);
  const { stdout: armor } = await hashike(["secret", "encrypt", "--identity", identity], {
    stdin: "clear-of-age\n",
  });
  const spec = [
    "logging: {driver: local}",
    "containers:",
    "- name: ~web",
    '  image: "hashike-test/busybox:1"',
    "  imagePullPolicy: Never",
    `  command: ${idling}`,
    "  args: [--word=$(WORD)]",
    `  envFrom: [{file: ${file("app.env")}, prefix: APP_}]`,
    "  env:",
    `  - {name: WORD, valueFrom: {file: ${file("word")}}}`,
    "  - {name: REGION, valueFrom: {env: APP_REGION}}",
    "  - name: CIPHERED",
    "    value: |",
    ...armor.trimEnd().replace(/^/gm, "      ").split("\n"),
    box("idle", idling, "env: [{name: SHOWN, value: shown}]"),
  ];
  const options = ["--identity", identity];
  const shown: string[] = [];
  const tell = async (made: ReturnType<typeof hashike>) => {
    const { code, stdout, stderr } = await made;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    shown.push(stdout);
    return stdout;
  };

  await tell(app.apply(spec, ...options, "--verbose"));
  const words = (text: string) => text.split("\n").filter((line) => line.includes("clear-of"));
  expect(words(await app.sh("web", "env | sort"))).toEqual([
    ...["APP_LEVEL=clear-of-env-file", "CIPHERED=clear-of-age", "REGION=clear-of-env", "WORD=clear-of-file"],
  ]);
  expect(await tell(app.apply(spec, ...options))).toContain("nothing to do");

  await writeFile(file("word"), "clear-of-file-2\n");
  const saved = join(folder, "a.plan.json");
  const planned = await tell(app.plan(spec, ...options, "--out", saved));
  expect(planned).toContain("env.WORD: (sensitive value) changed");
  expect(planned).not.toContain("idle will be");
  await tell(app.plan(spec, ...options, "-o", "json"));
  shown.push(await readFile(saved, "utf8"));
  await tell(hashike(["apply", saved, "-o", "json", ...options], run));
  expect(await app.sh("web", "echo $WORD")).toBe("clear-of-file-2");
  expect(await tell(app.apply(spec, ...options))).toContain("nothing to do");

  const names = (await app.containers()).map((name) => app.own.name(name));
  for (const inspected of JSON.parse(await output("docker", "inspect", ...names))) {
    // The engine has to have them to start the container.
    const { Env, Cmd, ...config } = inspected.Config;
    shown.push(JSON.stringify({ ...inspected, Args: [], Config: config }));
  }
  shown.push(await output("docker", "network", "inspect", app.own.name("net")));
  shown.push(await tell(hashike(["get", "-n", "tests", "-o", "json"])));
  expect(shown.length).toBeGreaterThan(9);
  expect(shown.join("\n")).not.toMatch(/clear-of|AGE-SECRET-KEY|BEGIN AGE/);

  await rm(file("word"));
  const { code, stderr } = await app.apply(spec, ...options);
  expect([code, stderr]).toEqual([
    3,
    expect.stringMatching(/app\.yml:\d+:\d+: .*valueFrom\.file: there is no/),
  ]);
  expect(await app.sh("web", "echo $WORD")).toBe("clear-of-file-2");
});

it("files from outside are in the container for its user alone, follow their source, and are in clear nowhere else", async () => {
  await app.clear();
  const key = join(folder, "key");
  const identity = join(folder, "identity-of-files");
  await writeFile(key, "clear-key\n");
  await hashike(["secret", "keygen", "--identity", identity]);
  const { stdout: armor } = await hashike(["secret", "encrypt", "--identity", identity], {
    stdin: "clear-of-age",
  });
  const spec = [
    "logging: {driver: local}",
    "containers:",
    box("files", idling, "user: nobody, volumeMounts: [{name: tls, mountPath: /run/secrets/tls}]"),
    "volumes:",
    "- name: tls",
    "  secretFile:",
    "    items:",
    `    - {path: tls.key, valueFrom: {file: ${key}}}`,
    "    - path: word",
    "      value: |",
    ...armor.trimEnd().replace(/^/gm, "        ").split("\n"),
  ];
  const options = ["--identity", identity];
  const shown: string[] = [];
  const tell = async (made: ReturnType<typeof hashike>) => {
    const { code, stdout, stderr } = await made;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    shown.push(stdout);
    return stdout;
  };
  const files = () => app.sh("files", "cd /run/secrets/tls; cat tls.key word; stat -c '%n %a %U' *");

  await tell(app.apply(spec, ...options, "-o", "json"));
  expect(await files()).toBe("clear-key\nclear-of-agetls.key 400 nobody\nword 400 nobody");
  expect(await tell(app.apply(spec, ...options))).toContain("nothing to do");

  await writeFile(key, "clear-key-2\n");
  const saved = join(folder, "files.plan.json");
  expect(await tell(app.plan(spec, ...options, "--out", saved))).toContain(
    "secretFiles./run/secrets/tls/tls.key.content: (sensitive value) changed",
  );
  await tell(app.plan(spec, ...options, "-o", "json"));
  shown.push(await readFile(saved, "utf8"));
  await tell(hashike(["apply", saved, "-o", "json", ...options], run));
  await output("docker", "restart", "-t", "0", app.own.name("files"));
  expect(await files()).toContain("clear-key-2\nclear-of-age");
  expect(await tell(app.apply(spec, ...options))).toContain("nothing to do");

  shown.push(await output("docker", "inspect", app.own.name("files")));
  expect(shown.join("\n")).not.toMatch(/clear-|BEGIN AGE/);

  await rm(key);
  const { code, stderr } = await app.apply(spec, ...options);
  expect([code, stderr]).toEqual([3, expect.stringMatching(/items\[0\]\.valueFrom\.file: there is no/)]);
});
