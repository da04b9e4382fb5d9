import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import type { ObjectFolder } from "../../src/folder/object-folder.ts";
import { contentOf, digestOf, readAll } from "./contents.ts";

/** What every folder of objects does. @param open gives a folder that is empty */
export function folderContract(open: () => Promise<ObjectFolder>): void {
  const bytes = randomBytes(700_000);
  const keysOf = async (folder: ObjectFolder, prefix = "") =>
    (await folder.list(prefix)).map(({ key }) => key).sort();

  it("keeps what is put, lists it and gives it back", async () => {
    const folder = await open();
    expect(await keysOf(folder)).toEqual([]);
    await folder.put("blobs/a", contentOf(bytes));
    await folder.put("tags/1.json", contentOf(Buffer.from("one")));
    await folder.put("tags/1.json", contentOf(Buffer.from("two")));
    expect((await readAll(folder, "blobs/a")).equals(bytes)).toBe(true);
    expect((await readAll(folder, "tags/1.json")).toString()).toBe("two");
    expect(await keysOf(folder)).toEqual(["blobs/a", "tags/1.json"]);
    const [listed] = await folder.list("blobs/");
    expect(listed).toMatchObject({ key: "blobs/a", size: bytes.length });
    expect(Math.abs((listed?.modifiedAtMs ?? 0) - Date.now())).toBeLessThan(60_000);
    expect(await folder.sizeOf("blobs/a")).toBe(bytes.length);
    expect(await folder.sizeOf("blobs/b")).toBeUndefined();
  });

  it("removes, also what is not there", async () => {
    const folder = await open();
    await folder.put("tags/1.json", contentOf(Buffer.from("one")));
    await folder.remove("tags/1.json");
    await folder.remove("tags/1.json");
    expect(await keysOf(folder)).toEqual([]);
    await expect(folder.object("tags/1.json").stat()).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
  });

  it.each([
    ["of another digest", { digest: digestOf(Buffer.from("other")) }],
    ["that is shorter than it says", { size: bytes.length + 1 }],
    ["that is longer than it says", { size: bytes.length - 1 }],
    ["whose source fails", { body: failing() }],
  ])("stores no content %s, and leaves what was there", async (_what, claim) => {
    const folder = await open();
    await folder.put("a", contentOf(Buffer.from("before")));
    const put = folder.put("a", contentOf(bytes, claim));
    await expect(put).rejects.toMatchObject({ code: "STORE_UNWRITABLE" });
    expect((await readAll(folder, "a")).toString()).toBe("before");
    expect(await keysOf(folder)).toEqual(["a"]);
    expect(await folder.listUnfinished("")).toEqual([]);
  });

  it("stores nothing when it is aborted", async () => {
    const folder = await open();
    const controller = new AbortController();
    async function* body() {
      yield bytes.subarray(0, 200_000);
      controller.abort(new Error("enough"));
      yield bytes.subarray(200_000);
    }
    const put = folder.put("a", contentOf(bytes, { body: body() }), { signal: controller.signal });
    await expect(put).rejects.toThrow("enough");
    expect(await keysOf(folder)).toEqual([]);
  });
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield randomBytes(200_000);
  throw new Error("the export broke off");
}
