import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownFolder } from "./compile-cache.ts";

let cache: string;

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), "hashike-cache-"));
});

afterAll(() => rm(cache, { recursive: true }));

const envOf = (name: string) => ({ XDG_CACHE_HOME: join(cache, name) });
const folderOf = (name: string) => join(cache, name, "hashike", "compiled");

describe("the folder of compiled code", () => {
  it("is made for the user alone, and found again", async () => {
    expect(ownFolder(envOf("new"))).toBe(folderOf("new"));
    expect((await stat(folderOf("new"))).mode & 0o777).toBe(0o700);
    expect(ownFolder(envOf("new"))).toBe(folderOf("new"));
    expect(await readdir(folderOf("new"))).toEqual([]);
  });

  it("is not used when others can write in it", async () => {
    await mkdir(folderOf("open"), { recursive: true });
    await chmod(folderOf("open"), 0o777);
    expect(ownFolder(envOf("open"))).toBeUndefined();
  });

  it("is not used when it leads elsewhere", async () => {
    await mkdir(join(cache, "link", "hashike"), { recursive: true });
    await symlink(tmpdir(), folderOf("link"));
    expect(ownFolder(envOf("link"))).toBeUndefined();
  });

  it("is done without where it cannot be made", async () => {
    await writeFile(join(cache, "file"), "");
    expect(ownFolder(envOf("file"))).toBeUndefined();
  });
});
