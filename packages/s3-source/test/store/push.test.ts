import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { ObjectFolder } from "../../src/folder/object-folder.ts";
import { digestOf, makeImage, type TestImage, tar } from "../archive/make-image.ts";
import { archiveFiles, type Layout } from "../archive/save-archive.ts";
import { contentOf, readAll } from "../folder/contents.ts";
import { exportingEngine } from "./exporting-engine.ts";
import { blobKey, pointerKey, testStore } from "./test-store.ts";

const layer = (name: string) => ({ [name]: randomBytes(300_000) });
const json = async (folder: ObjectFolder, key: string) => JSON.parse((await readAll(folder, key)).toString());

describe.each<Layout>(["before-25", "blobs"])("an export as %s", (layout) => {
  it("is kept as an OCI layout, whose blobs are what their names say", async () => {
    await using store = await testStore();
    const base = layer("a");
    const image = await makeImage({ layers: [base, layer("b"), base] });
    const result = await store.push(exportingEngine(image, layout).images, "1");
    expect(result).toMatchObject({ layers: 3, uploadedLayers: 2, isUnchanged: false });
    expect(result.uploadedBytes).toBeLessThan(result.totalBytes);

    const { folder } = store;
    const blobs = await store.keys("blobs/");
    expect(blobs).toHaveLength(4);
    for (const key of blobs) expect(blobKey(digestOf(await readAll(folder, key)))).toBe(key);
    const pointer = await json(folder, pointerKey("1"));
    expect(pointer).toMatchObject({
      digest: result.digest,
      annotations: { "dev.hashike.config": digestOf(image.config) },
    });
    const manifest = await json(folder, blobKey(result.digest));
    expect(manifest.layers.map((l: { digest: string }) => l.digest)).toEqual(image.layers.map(digestOf));
    const index = await json(folder, "index.json");
    expect(index.manifests).toEqual([
      expect.objectContaining({
        digest: result.digest,
        annotations: expect.objectContaining({ "org.opencontainers.image.ref.name": "1" }),
      }),
    ]);
    expect(await json(folder, "oci-layout")).toEqual({ imageLayoutVersion: "1.0.0" });
  });

  it("is not asked for when everything is there", async () => {
    await using store = await testStore();
    const { images, count } = exportingEngine(await makeImage({ layers: [layer("a")] }), layout);
    await store.push(images, "1");
    expect(await store.push(images, "1")).toMatchObject({ uploadedBytes: 0, isUnchanged: true });
    expect(await store.push(images, "2")).toMatchObject({ uploadedBytes: 0, isUnchanged: false });
    expect(count.exports).toBe(1);
    expect(await store.keys("tags/")).toEqual(["tags/1.json", "tags/2.json"]);
  });

  it("gives only what the store lacks", async () => {
    await using store = await testStore();
    const base = layer("a");
    await store.push(exportingEngine(await makeImage({ layers: [base, layer("b")] }), layout).images, "1");
    const top = layer("c");
    const changed = await makeImage({ layers: [base, top] });
    const result = await store.push(exportingEngine(changed, layout).images, "1");
    expect(result.uploadedLayers).toBe(1);
    expect(result.uploadedBytes).toBeLessThan(310_000);
    expect((await json(store.folder, pointerKey("1"))).digest).toBe(result.digest);
    expect((await json(store.folder, "index.json")).manifests).toHaveLength(1);
  });
});

describe("an export", () => {
  const spoilt =
    (change: (image: TestImage) => Promise<Buffer>) => async (_layout: Layout, image: TestImage) =>
      change(image);

  it("with compressed layers, as containerd stores have them, is kept uncompressed", async () => {
    await using store = await testStore();
    const image = await makeImage({ layers: [layer("a")] });
    const compress = spoilt(async () => {
      const [plain = Buffer.of()] = image.layers;
      const zipped = gzipSync(plain);
      const path = `blobs/sha256/${digestOf(zipped).slice(7)}`;
      const files = archiveFiles("blobs", image).filter(({ content }) => content !== plain);
      return tar([{ name: path, content: zipped }, ...files]);
    });
    const { digest } = await store.push(exportingEngine(image, "blobs", compress).images, "1");
    const manifest = await json(store.folder, blobKey(digest));
    expect(manifest.layers).toEqual([
      expect.objectContaining({
        digest: digestOf(image.layers[0] ?? Buffer.of()),
        mediaType: "application/vnd.oci.image.layer.v1.tar",
      }),
    ]);
  });

  it.each<[string, (image: TestImage) => Promise<Buffer>, string]>([
    [
      "lacks a layer",
      (image) => tar(archiveFiles("before-25", image).filter(({ name }) => !name.endsWith("layer.tar"))),
      "lacks the layer",
    ],
    [
      "is cut off",
      async (image) => (await tar(archiveFiles("blobs", image))).subarray(0, 200_000),
      "not written",
    ],
    [
      "has a layer under another's digest",
      async (image) =>
        tar(
          archiveFiles("blobs", image).map((file) =>
            file.content === image.layers[0]
              ? { ...file, content: randomBytes(file.content?.length ?? 0) }
              : file,
          ),
        ),
      "not written",
    ],
    [
      "is of another image",
      async () => tar(archiveFiles("blobs", await makeImage({ layers: [{ x: "y" }] }))),
      "no image of these layers",
    ],
  ])("that %s is refused, and no tag is written", async (_what, change, message) => {
    await using store = await testStore();
    const image = await makeImage({ layers: [layer("a")] });
    const push = store.push(exportingEngine(image, "blobs", spoilt(change)).images, "1");
    await expect(push).rejects.toThrow(message);
    expect(await store.keys("tags/")).toEqual([]);
    for (const key of await store.keys("blobs/")) {
      expect(blobKey(digestOf(await readAll(store.folder, key)))).toBe(key);
    }
  });

  it("of an image that the engine has not is told as such", async () => {
    await using store = await testStore();
    const { images } = exportingEngine(await makeImage({ tags: ["other:1"], layers: [] }));
    await expect(store.push(images, "1")).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("who else writes to the store", () => {
  it("another push at the same time: both tags are there, and in index.json", async () => {
    await using store = await testStore();
    const base = layer("a");
    const engines = await Promise.all(
      ["1", "2", "3", "4"].map(async (tag) => ({
        tag,
        ...exportingEngine(await makeImage({ layers: [base, layer(tag)] })),
      })),
    );
    await Promise.all(engines.map(({ images, tag }) => store.push(images, tag)));
    expect(await store.keys("tags/")).toHaveLength(4);
    const { manifests } = await json(store.folder, "index.json");
    const tags = manifests.map(
      (m: { annotations: Record<string, string> }) => m.annotations["org.opencontainers.image.ref.name"],
    );
    expect(tags).toEqual(["1", "2", "3", "4"]);
  });

  it("another tool: its tags stay in index.json", async () => {
    await using store = await testStore();
    const { images } = exportingEngine(await makeImage({ layers: [layer("a")] }));
    const { digest } = await store.push(images, "1");
    const index = await json(store.folder, "index.json");
    const theirs = {
      mediaType: "application/vnd.oci.image.manifest.v1+json",
      digest,
      size: 1,
      annotations: { "org.opencontainers.image.ref.name": "theirs" },
    };
    await writeFile(
      join(store.folder.address, "index.json"),
      JSON.stringify({ ...index, manifests: [...index.manifests, theirs] }),
    );
    await store.push(images, "2");
    const { manifests } = await json(store.folder, "index.json");
    expect(manifests).toContainEqual(theirs);
    expect(manifests).toHaveLength(3);
  });

  it("somebody who removes a blob that was there: it is uploaded again before the tag is written", async () => {
    await using store = await testStore();
    const image = await makeImage({ layers: [layer("a"), layer("b")] });
    const { images } = exportingEngine(image);
    const [first = Buffer.of()] = image.layers;
    await store.folder.put(blobKey(digestOf(first)), contentOf(first));
    const folder = onFirstPut(
      store.folder,
      (key) => key.startsWith("blobs/"),
      () => store.folder.remove(blobKey(digestOf(first))),
    );
    const { uploadedLayers } = await store.push(images, "1", folder);
    expect(uploadedLayers).toBe(2);
    expect(await store.keys("blobs/")).toHaveLength(4);
  });
});

/** Does something after the first write of such a key. */
function onFirstPut(
  folder: ObjectFolder,
  matches: (key: string) => boolean,
  then: () => Promise<void>,
): ObjectFolder {
  let isOver = false;
  return {
    ...folder,
    put: async (key, content, options) => {
      await folder.put(key, content, options);
      if (isOver || !matches(key)) return;
      isOver = true;
      await then();
    },
  };
}
