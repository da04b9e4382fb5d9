import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFileFolder } from "../../src/folder/file-folder.ts";
import { contentOf } from "./contents.ts";
import { folderContract } from "./folder-contract.ts";

let base: string;
let count = 0;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "hashike folder-"));
});
afterAll(() => rm(base, { recursive: true }));

const open = async () => openFileFolder(pathToFileURL(join(base, `${count++}`)).href);

describe("a folder of files", () => {
  folderContract(open);

  it("shows half-written files as unfinished uploads only, and discards them", async () => {
    const folder = await open();
    await folder.put("blobs/a", contentOf(Buffer.from("whole")));
    const half = "b.01234567-89ab-cdef-0123-456789abcdef.partial";
    await writeFile(join(folder.address, "blobs", half), "hal");
    expect((await folder.list("")).map(({ key }) => key)).toEqual(["blobs/a"]);
    const unfinished = await folder.listUnfinished("blobs/");
    expect(unfinished.map(({ key }) => key)).toEqual(["blobs/b"]);
    for (const upload of unfinished) await upload.discard();
    expect(await readdir(join(folder.address, "blobs"))).toEqual(["a"]);
  });

  it("says why it cannot write", async () => {
    await writeFile(join(base, "file"), "");
    const folder = openFileFolder(pathToFileURL(join(base, "file")).href);
    await expect(folder.put("a/b", contentOf(Buffer.from("x")))).rejects.toMatchObject({
      code: "STORE_UNWRITABLE",
      message: expect.stringContaining("a file is in the place of a folder"),
    });
  });
});
