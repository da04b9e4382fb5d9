import { describe, expect, it } from "vitest";
import type { PathStat } from "./path-stat.ts";
import { type PathReader, walkHostPath } from "./walk-host-path.ts";

/** Paths to kinds; a link is written `-> target`. */
function files(tree: Readonly<Record<string, string>>): PathReader {
  return {
    lstat: async (path) => {
      const found = tree[path];
      if (found === undefined) return undefined;
      return { kind: (found.startsWith("-> ") ? "symlink" : found) as PathStat["kind"], permissions: 0o755 };
    },
    readLink: async (path) => (tree[path] ?? "").replace("-> ", ""),
  };
}

const host = files({
  "/etc": "directory",
  "/etc/hosts": "file",
  "/run": "directory",
  "/run/docker.sock": "socket",
  "/var": "directory",
  "/var/run": "-> /run",
  "/var/lock": "-> ../run",
  "/var/dangling": "-> /nowhere/file",
  "/var/nearly": "-> /run/new",
  "/var/chain": "-> lock/../var/run",
  "/var/loop": "-> loop",
});

describe("walkHostPath", () => {
  it.each([
    ["/", "directory", "/"],
    ["/etc/hosts", "file", "/etc/hosts"],
    ["/etc//./hosts/", "file", "/etc/hosts"],
    ["/var/run/docker.sock", "socket", "/run/docker.sock"],
    ["/var/lock/docker.sock", "socket", "/run/docker.sock"],
    ["/var/chain/docker.sock", "socket", "/run/docker.sock"],
    ["/../../etc", "directory", "/etc"],
  ])("finds %s: a %s at %s", async (path, kind, realPath) => {
    expect(await walkHostPath(path, host)).toEqual({ kind, realPath, parentExists: true });
  });

  it.each([
    ["/etc/new", "/etc/new", true],
    ["/etc/new/deep", "/etc/new/deep", false],
    ["/etc/hosts/below", "/etc/hosts/below", false],
    ["/var/dangling", "/nowhere/file", false],
    ["/var/nearly", "/run/new", true],
  ])("misses %s, which would be %s", async (path, realPath, parentExists) => {
    expect(await walkHostPath(path, host)).toEqual({ kind: "missing", realPath, parentExists });
  });

  it("gives up on links that go in circles", async () => {
    await expect(walkHostPath("/var/loop", host)).rejects.toMatchObject({
      code: "DRIVER_HOST_PATH",
      message: expect.stringContaining("/var/loop"),
    });
  });
});
