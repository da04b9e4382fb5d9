import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { appElsewhere, folderOfEngine, type HostFolder, hasOurFiles } from "./support/engine-host.ts";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

const mountingAt = (path: string, mountPath: string, command: string, type = "") => [
  "progressDeadlineSeconds: 20",
  "containers:",
  box(
    "web",
    command,
    `restartPolicy: Never, volumeMounts: [{name: conf, mountPath: ${mountPath}, readOnly: true}]`,
  ),
  `volumes: [{name: conf, hostPath: {path: ${path}, type: "${type}"}}]`,
];

// Where the tests' engine has other files than this process, it is an engine elsewhere, which is asked below.
if (await hasOurFiles()) onOwnHost();

function onOwnHost(): void {
  let app: OwnApp;
  let folder: string;
  let path: string;

  beforeAll(async () => {
    app = await ownApp("nopath");
  });

  afterAll(() => app[Symbol.asyncDispose]());

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hashike-nopath-"));
    path = join(folder, "site.conf");
  });

  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await app.clear();
  });

  const mounting = (mountPath: string, command: string) => mountingAt(path, mountPath, command);

  describe("a host path that is missing", () => {
    it.each([
      ["which the image has as a file", "/bin/busybox", idling, "not a directory"],
      ["which its program takes for a file", "/site.conf", '[sh, -c, "cat /site.conf"]', "Is a directory"],
    ])(
      "and is mounted at a path %s, is named, and leaves neither container nor folder",
      async (_what, target, command, told) => {
        const { code, stdout, stderr } = await app.apply(mounting(target, command));
        expect(code).toBe(1);
        expect(stdout + stderr).toContain(told);
        expect(stderr).toContain(`notice: host path ${path} does not exist: a folder will be made`);
        expect(stderr).toMatch(/hint: \S+site\.conf was not there, .* type: File/);
        expect(existsSync(path)).toBe(false);
        expect(await app.containers()).toEqual([]);
      },
    );

    it("is told before anything is done, and by no plan that makes no container", async () => {
      const spec = mounting("/conf", idling);
      expect((await app.plan(spec)).stderr).toContain("a folder will be made");
      expect(existsSync(path)).toBe(false);
      expect((await app.apply(spec)).code).toBe(0);
      rmSync(path, { recursive: true });
      expect((await app.plan(spec)).stderr).not.toContain("a folder will be made");
    });

    it("is mounted once the file is there", async () => {
      const spec = mounting("/site.conf", '[sh, -c, "cat /site.conf && exec sleep 600"]');
      expect((await app.apply(spec)).code).toBe(1);
      // What was made is gone, so it does not stand in the way.
      writeFileSync(path, "hello");
      expect((await app.apply(spec, "--retry-failed")).code).toBe(0);
      expect(await app.sh("web", "cat /site.conf")).toBe("hello");
    });
  });
}

describe("a host path that is missing on the host of an engine elsewhere", () => {
  let app: OwnApp;
  let folder: HostFolder;
  let path: string;

  beforeAll(async () => {
    app = await appElsewhere("far-nopath");
  });

  afterAll(() => app[Symbol.asyncDispose]());

  beforeEach(async () => {
    folder = await folderOfEngine(app.own.name("host"));
    path = `${folder.path}/site.conf`;
  });

  afterEach(async () => {
    await app.clear();
    await folder[Symbol.asyncDispose]();
  });

  it("is not told before, leaves no container, and leaves the folder that was made", async () => {
    const { code, stdout, stderr } = await app.apply(mountingAt(path, "/bin/busybox", idling));
    expect(code).toBe(1);
    expect(stdout + stderr).toContain("not a directory");
    expect(stderr).not.toContain("a folder will be made");
    expect(await app.containers()).toEqual([]);
    expect(await folder.exists("site.conf")).toBe(true);
  });

  it("and of which its type says that it is a file, is told before anything is made", async () => {
    const spec = mountingAt(path, "/site.conf", idling, "File");
    const { code, stderr } = await app.apply(spec);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `host path ${path} does not exist on the engine's host, but type File wants a file`,
    );
    expect(await app.containers()).toEqual([]);
    expect(await folder.exists("site.conf")).toBe(false);
    await folder.write("site.conf", "hello");
    expect((await app.apply(spec)).code).toBe(0);
    expect(await app.sh("web", "cat /site.conf")).toBe("hello");
  });
});
