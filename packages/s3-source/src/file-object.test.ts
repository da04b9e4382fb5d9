import { appendFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openObject } from "./open-object.ts";

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hashike-object-"));
  path = join(folder, "app.tar");
  await writeFile(path, Buffer.alloc(600_000, "0123456789"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all).toString();
}

describe("openFileObject", () => {
  it("reads the end and parts of a file, named by a path or a URL", async () => {
    for (const address of [path, pathToFileURL(path).href]) {
      const object = openObject(address);
      const { stat, bytes } = await object.readSuffix(3);
      expect(stat).toEqual(await object.stat());
      expect(stat.size).toBe(600_000);
      expect(Buffer.from(bytes).toString()).toBe("789");
      expect(await readAll(object.read(stat, 2, 5))).toBe("234");
      expect(await readAll(object.read(stat, 0, 600_000))).toHaveLength(600_000);
      expect((await object.readSuffix(1_000_000)).bytes).toHaveLength(600_000);
    }
  });

  it("says that it was changed, before and while it is read", async () => {
    const object = openObject(path);
    const stat = await object.stat();
    await expect(async () => {
      for await (const _chunk of object.read(stat, 0, stat.size)) await appendFile(path, "more");
    }).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
    await truncate(path, 10);
    await expect(readAll(object.read(stat, 0, stat.size))).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
  });

  it("says that it is not there", async () => {
    await expect(openObject(join(folder, "none.tar")).stat()).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
    });
  });

  it("stops when it is aborted", async () => {
    const object = openObject(path);
    const stat = await object.stat();
    const controller = new AbortController();
    await expect(async () => {
      const chunks = object.read(stat, 0, stat.size, { signal: controller.signal });
      for await (const _chunk of chunks) controller.abort(new Error("enough"));
    }).rejects.toThrow("enough");
  });
});

it("openObject says what it can open", () => {
  expect(() => openObject("ftp://host/app.tar")).toThrow(/nothing reads ftp: addresses/);
});
