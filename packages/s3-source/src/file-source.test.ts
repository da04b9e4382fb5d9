import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFileSource } from "./file-source.ts";

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "hashike-files-"));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const write = (name: string, text: string | Uint8Array) => writeFile(join(cwd, name), text);
const read = (address: string) => createFileSource({ cwd }).read(address);

describe("createFileSource", () => {
  it("reads a file and names its text as it was asked for", async () => {
    await write("my-manifest.yml", "kind: Hashike\n");
    expect(await read("my-manifest.yml")).toEqual([{ file: "my-manifest.yml", text: "kind: Hashike\n" }]);
  });

  it("takes a byte order mark away", async () => {
    await write("bom.yml", "\uFEFFkind: Hashike\n");
    expect((await read("bom.yml"))[0]?.text).toBe("kind: Hashike\n");
  });

  it("reads a file: URL", async () => {
    await write("a b.yml", "a: 1\n");
    const path = join(cwd, "a b.yml");
    expect(await read(pathToFileURL(path).href)).toEqual([{ file: path, text: "a: 1\n" }]);
  });

  it("reads the manifests directly in a folder, by name, and nothing else in it", async () => {
    await mkdir(join(cwd, "stack", "inner.yml"), { recursive: true });
    await write("stack/b.yaml", "b\n");
    await write("stack/a.yml", "a\n");
    await write("stack/c.json", "{}\n");
    await write("stack/README.md", "no\n");
    await symlink(join(cwd, "stack", "a.yml"), join(cwd, "stack", "link.yml"));
    expect((await read("stack")).map((t) => t.file)).toEqual([
      "stack/a.yml",
      "stack/b.yaml",
      "stack/c.json",
      "stack/link.yml",
    ]);
  });

  it("reads the folders within a folder only when it is to, and never hidden ones", async () => {
    await mkdir(join(cwd, "stack", "inner", "deep"), { recursive: true });
    await mkdir(join(cwd, "stack", ".git"));
    for (const name of ["z.yml", "inner/b.yml", "inner/deep/a.yml", ".git/c.yml"]) {
      await write(`stack/${name}`, "a\n");
    }
    expect((await read("stack")).map((t) => t.file)).toEqual(["stack/z.yml"]);
    const all = await createFileSource({ cwd, recursive: true }).read("stack");
    expect(all.map((t) => t.file)).toEqual(["stack/inner/b.yml", "stack/inner/deep/a.yml", "stack/z.yml"]);
  });

  it("leaves alone what editors, file managers and git leave in a folder", async () => {
    await mkdir(join(cwd, "stack", ".git"), { recursive: true });
    await write("stack/a.yml", "a\n");
    const left =
      ".a.yml.swp .a.yml.swo a.yml~ a.yml.orig a.yml.bak a.yml.rej a.yml.tmp a.yml.save a.yml.un~ #a.yml# .DS_Store ._a.yml .a.yml .directory Thumbs.db desktop.ini a.yml___jb_tmp___ .git/b.yml";
    for (const name of left.split(" ")) await write(`stack/${name}`, "\0");
    // Of Emacs, and it leads nowhere.
    await symlink("somebody@somewhere.1:2", join(cwd, "stack", ".#a.yml"));
    expect((await read("stack")).map((t) => t.file)).toEqual(["stack/a.yml"]);
  });

  it("reads UTF-16 as Windows writes it", async () => {
    await write("wide.yml", Buffer.from("\uFEFFkind: Hashike\r\n", "utf16le"));
    expect((await read("wide.yml"))[0]?.text).toBe("kind: Hashike\r\n");
  });

  it("refuses a folder without manifests", async () => {
    await mkdir(join(cwd, "empty"));
    await expect(read("empty")).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: "empty: no .yml, .yaml or .json file in this folder",
    });
  });

  it("says which file is not there, and keeps the cause", async () => {
    await expect(read("none.yml")).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: "none.yml: no such file or folder",
      hint: expect.stringContaining("current folder"),
      cause: expect.objectContaining({ code: "ENOENT" }),
    });
  });

  it("refuses what is not UTF-8 rather than guess", async () => {
    await write("latin1.yml", Uint8Array.from([0x6e, 0xe4, 0x0a]));
    await expect(read("latin1.yml")).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
  });

  it("refuses a file: URL of another machine", async () => {
    await expect(read("file://elsewhere/my-manifest.yml")).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
    });
  });

  it("says that a link leads nowhere", async () => {
    await mkdir(join(cwd, "stack"));
    await symlink(join(cwd, "gone.yml"), join(cwd, "stack", "a.yml"));
    await expect(read("stack")).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: expect.stringContaining("stack/a.yml"),
    });
  });

  it("stops reading when it is aborted", async () => {
    await write("a.yml", "a\n");
    const signal = AbortSignal.abort();
    await expect(createFileSource({ cwd }).read("a.yml", { signal })).rejects.toThrow(/abort/i);
  });
});
