import { randomBytes } from "node:crypto";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ObjectFolder } from "../../src/folder/object-folder.ts";
import { neededBlobs } from "../../src/store/needed-blobs.ts";
import { removeTag } from "../../src/store/remove-tag.ts";
import { makeImage } from "../archive/make-image.ts";
import { contentOf, digestOf, readAll } from "../folder/contents.ts";
import { exportingEngine } from "./exporting-engine.ts";
import { blobKey, pointerKey, type TestStore, testStore } from "./test-store.ts";

const small = (name: string) => ({ [name]: randomBytes(2_000) });
const engineWith = async (...layers: Readonly<Record<string, Buffer>>[]) =>
  exportingEngine(await makeImage({ layers })).images;

/** Every blob that the tags of a store need, by key; each must be there. */
async function neededKeys(store: TestStore): Promise<readonly string[]> {
  const needed = new Set<string>();
  for (const key of await store.keys("tags/")) {
    const { digest } = JSON.parse((await readAll(store.folder, key)).toString());
    for (const blob of await neededBlobs(digest, store.reading)) needed.add(blobKey(blob));
  }
  return [...needed].sort();
}

describe("collectGarbage", () => {
  it("leaves exactly what the tags need, whatever was pushed and removed", async () => {
    const layers = ["a", "b", "c", "d"].map(small);
    const step = fc.record({
      tag: fc.constantFrom("1", "2", "3"),
      layers: fc.subarray([0, 1, 2, 3], { minLength: 1 }),
      remove: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        await using store = await testStore();
        for (const { tag, layers: some, remove } of steps) {
          await store.push(await engineWith(...some.map((index) => layers[index] ?? {})), tag);
          if (remove) await removeTag("app", tag, store.reading);
        }
        const before = await store.keys("blobs/");
        const would = await store.collect({ dryRun: true });
        expect(await store.keys("blobs/")).toEqual(before);
        expect(await store.collect()).toEqual(would);
        expect(await store.keys("blobs/")).toEqual(await neededKeys(store));
        expect((await store.collect()).blobs).toEqual([]);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  it("leaves what is younger than the grace period, and says how much", async () => {
    await using store = await testStore();
    await store.push(await engineWith(small("a")), "1");
    await removeTag("app", "1", store.reading);
    expect(await store.collect({ hoursLater: 23 })).toMatchObject({ blobs: [], tooNew: 3 });
    expect(await store.keys("blobs/")).toHaveLength(3);
  });

  it("leaves what index.json of another tool needs", async () => {
    await using store = await testStore();
    const { digest } = await store.push(await engineWith(small("a")), "1");
    const index = { schemaVersion: 2, manifests: [{ mediaType: "", digest, size: 1 }] };
    await removeTag("app", "1", store.reading);
    await writeFile(join(store.folder.address, "index.json"), JSON.stringify(index));
    expect((await store.collect()).blobs).toEqual([]);
  });

  it("leaves what every platform of an index needs that is there", async () => {
    await using store = await testStore();
    const one = await store.push(await engineWith(small("a")), "one");
    const two = await store.push(await engineWith(small("b")), "two");
    const missing = digestOf(Buffer.from("not copied"));
    const index = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        manifests: [one.digest, two.digest, missing].map((digest) => ({ mediaType: "", digest, size: 1 })),
      }),
    );
    await store.folder.put(blobKey(digestOf(index)), contentOf(index));
    const pointer = { mediaType: "", digest: digestOf(index), size: index.length };
    await store.folder.put(pointerKey("all"), contentOf(Buffer.from(JSON.stringify(pointer))));
    for (const tag of ["one", "two"]) await removeTag("app", tag, store.reading);
    expect((await store.collect()).blobs).toEqual([]);
    expect(await store.keys("blobs/")).toHaveLength(7);
  });

  it("removes what uploads have left behind", async () => {
    await using store = await testStore();
    await store.push(await engineWith(small("a")), "1");
    const half = "half.01234567-89ab-cdef-0123-456789abcdef.partial";
    const folder = join(store.folder.address, "blobs", "sha256");
    await writeFile(join(folder, half), "hal");
    expect(await store.collect({ hoursLater: 23 })).toMatchObject({ unfinished: [] });
    expect(await store.collect()).toMatchObject({ unfinished: ["blobs/sha256/half"], blobs: [] });
    expect(await readdir(folder)).toHaveLength(3);
  });

  it.each([
    ["a tag that cannot be read", pointerKey("2"), "{"],
    [
      "a tag without its manifest",
      pointerKey("2"),
      JSON.stringify({ digest: digestOf(Buffer.of()), size: 0 }),
    ],
    ["an index.json that cannot be read", "index.json", "[]"],
  ])("removes nothing beside %s", async (_what, key, text) => {
    await using store = await testStore();
    await store.push(await engineWith(small("a")), "1");
    await removeTag("app", "1", store.reading);
    await store.folder.put(key, contentOf(Buffer.from(text)));
    await expect(store.collect()).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: expect.stringContaining("nothing was removed"),
    });
    expect(await store.keys("blobs/")).toHaveLength(3);
  });

  it("leaves other objects alone", async () => {
    await using store = await testStore();
    await store.push(await engineWith(small("a")), "1");
    for (const key of ["README", "blobs/sha256/notes.txt", "blobs/sha512/abc"]) {
      await store.folder.put(key, contentOf(Buffer.from("mine")));
    }
    expect((await store.collect()).blobs).toEqual([]);
    expect(await store.keys()).toEqual(expect.arrayContaining(["README", "blobs/sha256/notes.txt"]));
  });
});

describe("a collection while an image is pushed that uses old blobs", () => {
  /** Both at once, with a collection that begins at any one of the push's steps. */
  it("leaves the image whole, whenever it begins", async () => {
    const [a, b] = [small("a"), small("b")];
    for (let at = 0; ; at += 1) {
      await using store = await testStore();
      // Blobs that no tag needs any more, and are older than the grace period.
      await store.push(await engineWith(a), "old");
      await removeTag("app", "old", store.reading);
      let calls = 0;
      let collection: Promise<unknown> | undefined;
      const folder = intercepted(store.folder, async () => {
        if (calls++ === at) collection = store.collect();
        // Sometimes it is over before the push goes on, sometimes they overlap.
        if (at % 2 === 0) await collection;
      });
      await store.push(await engineWith(a, b), "new", folder);
      await collection;
      expect(await store.keys("tags/")).toEqual(["tags/new.json"]);
      const blobs = await store.keys("blobs/");
      expect(blobs, `collected at step ${at}`).toEqual(
        expect.arrayContaining([...(await neededKeys(store))]),
      );
      if (collection === undefined) return;
    }
  }, 60_000);
});

/** Does something before each request. */
function intercepted(folder: ObjectFolder, before: () => Promise<void>): ObjectFolder {
  return {
    ...folder,
    sizeOf: async (...args) => {
      await before();
      return folder.sizeOf(...args);
    },
    list: async (...args) => {
      await before();
      return folder.list(...args);
    },
    put: async (...args) => {
      await before();
      return folder.put(...args);
    },
  };
}
