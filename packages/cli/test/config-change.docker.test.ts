import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appElsewhere, folderOfEngine, type HostFolder, hasOurFiles } from "./support/engine-host.ts";
import { hashike } from "./support/hashike.ts";
import { box, type OwnApp, ownApp } from "./support/own-app.ts";
import { until } from "./support/until.ts";

/** Takes its configuration into use at its start and when it is sent HUP, as servers do; and refuses a broken one. */
const server = `[sh, -c, "load() { grep -q broken /site.conf && exit 1; cp /site.conf /used; }; load; trap load HUP; trap 'exit 0' TERM; while :; do sleep 0.1 & wait $!; done"]`;

/** A server that has a file of the host as its configuration. */
const spec = (path: string) => [
  "minReadySeconds: 1",
  "progressDeadlineSeconds: 10",
  "containers:",
  box("web", server, "volumeMounts: [{name: conf, mountPath: /site.conf, readOnly: true}]"),
  `volumes: [{name: conf, hostPath: {path: ${path}, type: File}}]`,
];

/** The same with another one beside it. */
const specWithOther = (path: string) => {
  const [server = "", ...more] = spec(path).slice(3);
  return [...spec(path).slice(0, 3), server, server.replace("~web", "~other"), ...more];
};

/** Puts an annotation into a manifest's file. */
function annotate(file: string, rule: string): void {
  const annotations = `metadata: {annotations: {hashike/on-config-change: "${rule}"},`;
  writeFileSync(file, readFileSync(file, "utf8").replace("metadata: {", `${annotations} `));
}

// Where the tests' engine has other files than this process, it is an engine elsewhere, which is asked below.
if (await hasOurFiles()) onOwnHost();

function onOwnHost(): void {
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
    const [verb = "", ...words] = await app.words(command, spec(path), ...options);
    const file = words.at(-1) ?? "";
    if (rule !== undefined) annotate(file, rule);
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
}

describe("a file that a container mounts read-only from the host of an engine elsewhere", () => {
  let app: OwnApp;
  let folder: HostFolder;
  let path: string;

  beforeAll(async () => {
    app = await appElsewhere("far-config");
  });

  afterAll(() => app[Symbol.asyncDispose]());

  beforeEach(async () => {
    folder = await folderOfEngine(app.own.name("host"));
    path = `${folder.path}/site.conf`;
    await folder.write("site.conf", "one");
    const { code, stderr } = await app.apply(spec(path));
    expect(code, stderr).toBe(0);
  });

  afterEach(async () => {
    await app.clear();
    await folder[Symbol.asyncDispose]();
  });

  const idOf = () => app.inspect("web", "{{.Id}}");

  it("is not looked at where nothing else is asked there, and no container is disturbed", async () => {
    const before = await idOf();
    await folder.putNew("site.conf", "two");
    expect((await app.plan(spec(path), "--detailed-exitcode")).code).toBe(0);
    expect((await app.apply(spec(path))).code).toBe(0);
    expect(await idOf()).toBe(before);
  });

  it.each(["write", "putNew"] as const)(
    "gives a new container when an apply that looks at the host finds another version (%s)",
    async (change) => {
      const before = await idOf();
      await folder[change]("site.conf", "two");
      const { code, stdout, stderr } = await app.apply(specWithOther(path));
      expect(code, stderr).toBe(0);
      expect(stdout).toContain(`${path} changed on the host`);
      expect(stdout).toMatch(/Created .*other.*Replaced .*web|Replaced .*web.*Created .*other/s);
      expect(await idOf()).not.toBe(before);
      expect(await app.sh("web", "cat /used")).toBe("two");
      // So that the next look has something to compare with.
      expect(await app.inspect("web", '{{index .Config.Labels "hashike.mounted-files"}}')).toContain(path);
      expect((await app.plan(specWithOther(path), "--detailed-exitcode")).code).toBe(0);
    },
  );

  it("leaves the container that has the same version", async () => {
    const before = await idOf();
    const { code, stdout, stderr } = await app.apply(specWithOther(path));
    expect(code, stderr).toBe(0);
    expect(stdout).not.toContain("changed on the host");
    expect(await idOf()).toBe(before);
  });
});
