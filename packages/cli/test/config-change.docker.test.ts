import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { hashike } from "./support/hashike.ts";
import { box, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

let app: OwnApp;
let folder: string;
let path: string;

beforeAll(async () => {
  app = await ownApp("config");
});

afterAll(() => app[Symbol.asyncDispose]());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hashike-config-"));
  path = join(folder, "site.conf");
  writeFileSync(path, "one");
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await app.clear();
});

/** Takes its configuration into use at its start and when it is sent HUP, as servers do; and refuses a broken one. */
const server = `[sh, -c, "load() { grep -q broken /site.conf && exit 1; cp /site.conf /used; }; load; trap load HUP; trap 'exit 0' TERM; while :; do sleep 0.1 & wait $!; done"]`;

const spec = () => [
  "minReadySeconds: 1",
  "progressDeadlineSeconds: 10",
  "containers:",
  box("web", server, "volumeMounts: [{name: conf, mountPath: /site.conf, readOnly: true}]"),
  `volumes: [{name: conf, hostPath: {path: ${path}, type: File}}]`,
];

/** As editors do. */
function putNewFile(text: string): void {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const used = () => app.sh("web", "cat /used");
const usedIs = (text: string) => until(async () => ((await used()) === text ? true : undefined));
const idOf = () => app.inspect("web", "{{.Id}}");

/** @param rule the annotation's text; none without one */
async function runWith(rule: string | undefined, command: string, ...options: readonly string[]) {
  const [verb = "", ...words] = await app.words(command, spec(), ...options);
  const file = words.at(-1) ?? "";
  if (rule !== undefined) {
    const annotations = `metadata: {annotations: {hashike/on-config-change: "${rule}"},`;
    writeFileSync(file, readFileSync(file, "utf8").replace("metadata: {", `${annotations} `));
  }
  return hashike([verb, ...words]);
}

async function good(rule?: string): Promise<string> {
  const { code, stdout, stderr } = await runWith(rule, "apply");
  expect(code, stderr).toBe(0);
  return stdout + stderr;
}

async function expectNothingToDo(rule?: string): Promise<void> {
  const { code, stdout } = await runWith(rule, "plan", "--detailed-exitcode");
  expect(code, stdout).toBe(0);
}

describe("a file that a container mounts read-only", () => {
  it.each([
    ["is written to", (text: string) => writeFileSync(path, text)],
    ["is a new one", putNewFile],
  ])("when it %s, gives a new container, and the same plan gives nothing", async (_what, change) => {
    await good();
    await expectNothingToDo();
    const before = await idOf();
    change("two, and longer");
    expect(await good()).toContain(`${path} changed on the host`);
    expect(await idOf()).not.toBe(before);
    expect(await used()).toBe("two, and longer");
    await expectNothingToDo();
  });

  it("when it is written to, is told by a signal: the container runs on, and has the new one", async () => {
    await good("signal:HUP");
    const before = await app.inspect("web", "{{.Id}} {{.State.StartedAt}}");
    writeFileSync(path, "two");
    expect(await good("signal:HUP")).toContain("without a restart");
    await usedIs("two");
    expect(await app.inspect("web", "{{.Id}} {{.State.StartedAt}}")).toBe(before);
    await expectNothingToDo("signal:HUP");
    writeFileSync(path, "three");
    await good("signal:HUP");
    await usedIs("three");
  });

  it("when it is a new one, is out of reach of a signal, so the container is replaced", async () => {
    await good("signal:HUP");
    const before = await idOf();
    putNewFile("two");
    expect(await good("signal:HUP")).toContain("signal HUP would not help");
    expect(await idOf()).not.toBe(before);
    expect(await used()).toBe("two");
    await expectNothingToDo("signal:HUP");
  });

  it("when it is a new one, is there after a restart of the same container", async () => {
    await good("restart");
    const before = await idOf();
    putNewFile("two");
    expect(await good("restart")).toContain("by a restart");
    expect(await idOf()).toBe(before);
    expect(await used()).toBe("two");
    await expectNothingToDo("restart");
  });

  it("is left alone where that is asked for", async () => {
    await good("ignore");
    putNewFile("two");
    await expectNothingToDo("ignore");
  });

  it("when it does not work, leaves the container that has the one before", async () => {
    await good();
    const before = await idOf();
    putNewFile("broken");
    const { code, stderr } = await runWith(undefined, "apply");
    expect(code, stderr).toBe(1);
    expect(await idOf()).toBe(before);
    expect(await app.sh("web", "cat /site.conf")).toBe("one");
    putNewFile("mended");
    await good();
    expect(await used()).toBe("mended");
  });
});
