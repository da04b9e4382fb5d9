import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { box, idling, type OwnApp, ownApp } from "./support/own-app.ts";

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

const mounting = (mountPath: string, command: string) => [
  "progressDeadlineSeconds: 20",
  "containers:",
  box(
    "web",
    command,
    `restartPolicy: Never, volumeMounts: [{name: conf, mountPath: ${mountPath}, readOnly: true}]`,
  ),
  `volumes: [{name: conf, hostPath: {path: ${path}}}]`,
];

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
