import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Progress } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDriver } from "../../docker-driver/test/support/driver.ts";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { storeKind } from "../../docker-driver/test/support/images.ts";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { openFileObject } from "../src/file-object.ts";
import type { ObjectFolder } from "../src/folder/object-folder.ts";
import { createStoreImageSources } from "../src/store/store-image-sources.ts";
import { createStores } from "../src/store/stores.ts";
import { imageIdOf, imageList, openArchives, openSource, removeLoaded } from "./archive/engine-images.ts";
import { digestOf, makeImage, type TestImage } from "./archive/make-image.ts";
import { zstdBytes } from "./archive/zstd-bytes.ts";
import { contentOf } from "./folder/contents.ts";
import { exportingEngine } from "./store/exporting-engine.ts";
import { blobKey, pointerKey, type TestStore, testStore } from "./store/test-store.ts";

const run = promisify(execFile);
const options = { signal: new AbortController().signal, onProgress: () => {} };

let own: OwnThings;
beforeAll(async () => {
  own = await ownThings("store");
});
afterAll(async () => {
  await removeLoaded();
  await own.removeAll();
});

const layer = (name: string, bytes = 500_000) => ({ [name]: randomBytes(bytes) });
const open = ({ reference }: TestStore) =>
  openSource(createStoreImageSources(), (name) => ({
    reference: `${reference}${name}`,
    scheme: "oci+file",
    policy: "Always",
  }));

async function storeWith(image: TestImage): Promise<TestStore> {
  const store = await testStore(own.name(randomBytes(4).toString("hex")));
  await store.push(exportingEngine(image).images, "1");
  return store;
}

describe("an image in a store", () => {
  it("is loaded, named and found again with one small read", async () => {
    const image = await makeImage({ layers: [layer("a"), layer("b")] });
    await using store = await storeWith(image);
    const [foreseen] = await open(store).observe(":1");
    const progress: Progress[] = [];
    const id = await open(store).load(":1", (step) => progress.push(step));
    expect(foreseen?.remote).toMatchObject({ status: "current", digest: id, transfer: { layers: 2 } });
    expect(await imageIdOf(`${store.reference.split("/").at(-1)}:1`)).toBe(id);
    expect(progress.at(-1)).toMatchObject({ status: "extracting" });
    // Nothing but the pointer is needed to see that it is there.
    await rm(join(store.folder.address, "blobs"), { recursive: true });
    const [found] = await open(store).observe(":1");
    expect(found).toMatchObject({ localId: id, remote: { status: "current", digest: id } });
  });

  it("costs the layers that the engine lacks, and the plan says so", async () => {
    const base = layer("a");
    await using store = await storeWith(await makeImage({ layers: [base, layer("b")] }));
    await open(store).load(":1");
    const changed = await makeImage({ layers: [base, layer("c", 20_000)] });
    await store.push(exportingEngine(changed).images, "1");
    const source = open(store);
    const [found] = await source.observe(":1");
    expect(found?.remote).toMatchObject({ transfer: { layers: 1, totalLayers: 2 } });
    const progress: Progress[] = [];
    await source.load(":1", (step) => progress.push(step));
    expect(progress.at(-1)?.totalBytes).toBeLessThan(25_000);
  });

  it("is named by its digest, too", async () => {
    await using store = await storeWith(await makeImage({ layers: [layer("a")] }));
    const { digest } = await store.push(
      exportingEngine(await makeImage({ layers: [layer("b")] })).images,
      "2",
    );
    const id = await open(store).load(`@${digest}`);
    expect(await imageIdOf(`${store.reference.split("/").at(-1)}:sha256-${digest.slice(7, 19)}`)).toBe(id);
    const other = `@sha256:${"0".repeat(64)}`;
    expect((await open(store).observe(other))[0]?.remote).toMatchObject({ status: "not-found" });
  });

  it("is what was planned, also when its tag moves meanwhile", async () => {
    await using store = await storeWith(await makeImage({ layers: [layer("a")] }));
    const source = open(store);
    const [planned] = await source.observe(":1");
    await store.push(exportingEngine(await makeImage({ layers: [layer("b")] })).images, "1");
    expect(planned?.remote).toMatchObject({ digest: await source.load(":1") });
  });
});

describe("a store that is not as it should be", () => {
  const blobOf = (image: TestImage) => blobKey(digestOf(image.layers[0] ?? Buffer.of()));
  const spoil = async ({ folder }: TestStore, key: string, change: (bytes: Buffer) => Buffer) => {
    const path = join(folder.address, key);
    await writeFile(path, change(await readFile(path)));
  };
  const cases: [string, (store: TestStore, image: TestImage) => Promise<void>, string][] = [
    [
      "a flipped bit in a layer",
      (store, image) =>
        spoil(store, blobOf(image), (bytes) => {
          bytes[1000] = (bytes[1000] ?? 0) ^ 1;
          return bytes;
        }),
      "is damaged: blobs/sha256/",
    ],
    [
      "a layer that is cut off",
      (store, image) => spoil(store, blobOf(image), (b) => b.subarray(0, 1000)),
      "is damaged",
    ],
    [
      "a layer that is not there",
      (store, image) => store.folder.remove(blobOf(image)),
      "lacks blobs/sha256/",
    ],
    [
      "a config of another content",
      (store, image) =>
        spoil(store, blobKey(digestOf(image.config)), (b) => Buffer.concat([b, Buffer.from(" ")])),
      "is damaged",
    ],
    ["a pointer that is no JSON", (store) => spoil(store, pointerKey("1"), (b) => b.subarray(1)), "not JSON"],
  ];

  it.each(cases)("with %s changes nothing on the engine", async (_what, change, message) => {
    const image = await makeImage({ layers: [layer("a")] });
    await using store = await storeWith(image);
    await change(store, image);
    const before = await imageList(own.prefix);
    await expect(open(store).load(":1")).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: expect.stringContaining(message),
    });
    expect(await imageList(own.prefix)).toEqual(before);
  });

  it("with an image for another machine is refused before anything is loaded", async () => {
    const image = await makeImage({ layers: [layer("a")], config: { architecture: "s390x" } });
    await using store = await storeWith(image);
    expect((await open(store).observe(":1"))[0]?.remote).toMatchObject({
      status: "invalid",
      reason: expect.stringContaining("linux/s390x"),
    });
    await expect(open(store).load(":1")).rejects.toThrow("linux/s390x");
  });

  /** Puts an image there as other tools do. */
  const putImage = async (
    folder: ObjectFolder,
    image: TestImage,
    form: string,
    pack: (layer: Buffer) => Buffer,
  ) => {
    const blobs = image.layers.map((content) => pack(content));
    const mediaType = `application/vnd.oci.image.layer.v1.tar+${form}`;
    const manifest = Buffer.from(
      JSON.stringify({
        schemaVersion: 2,
        config: { mediaType: "", digest: digestOf(image.config), size: image.config.length },
        layers: blobs.map((blob) => ({ mediaType, digest: digestOf(blob), size: blob.length })),
      }),
    );
    for (const blob of [...blobs, image.config, manifest]) {
      await folder.put(blobKey(digestOf(blob)), contentOf(blob));
    }
    const pointer = { mediaType: "", digest: digestOf(manifest), size: manifest.length };
    await folder.put(pointerKey("1"), contentOf(Buffer.from(JSON.stringify(pointer))));
  };

  it("with layers compressed by zstd is loaded, and known again", async () => {
    const image = await makeImage({ layers: [layer("a"), layer("b")] });
    await using store = await testStore(own.name(randomBytes(4).toString("hex")));
    await putImage(store.folder, image, "zstd", zstdBytes);
    const id = await open(store).load(":1");
    const inspected = await engine.json<{ RootFS: { Layers: string[] } }>("GET", `/images/${id}/json`);
    expect(inspected.RootFS.Layers).toEqual(image.layers.map(digestOf));
    const [found] = await open(store).observe(":1");
    expect(found).toMatchObject({ localId: id, remote: { status: "current", digest: id } });
  });

  it("with a layer compressed in another way is refused, with what to do", async () => {
    const image = await makeImage({ layers: [layer("a")] });
    await using store = await testStore(own.name(randomBytes(4).toString("hex")));
    await putImage(store.folder, image, "xz", (bytes) => bytes);
    expect((await open(store).observe(":1"))[0]?.remote).toMatchObject({
      status: "invalid",
      reason: expect.stringContaining("compressed with xz"),
      hint: expect.stringContaining("gzip"),
    });
  });

  it("without the tag says so", async () => {
    await using store = await storeWith(await makeImage({ layers: [layer("a")] }));
    expect((await open(store).observe(":2"))[0]?.remote).toMatchObject({
      status: "not-found",
      reason: expect.stringContaining("there is no image"),
    });
  });
});

describe("an engine's own image", () => {
  it("comes back from a store as it was, with the same ID where that is of its config", async () => {
    await using store = await testStore(own.name("busybox"));
    const stores = createStores();
    const images = await testDriver().images?.();
    if (images === undefined) throw new Error("the driver moves no images");
    const reference = `${store.reference}:1`;
    const pushed = await stores.push("hashike-test/busybox:1", reference, images, options);
    expect(pushed.uploadedLayers).toBe(pushed.layers);
    const { imageId, name } = await stores.pull(reference, own.name("again:1"), images, options);
    const inspected = async (image: string) => {
      const { Id, Config, RootFS, Created } = await engine.json<Readonly<Record<string, unknown>>>(
        "GET",
        `/images/${image}/json`,
      );
      // A containerd store's is the manifest's, which a store of ours writes anew.
      return { Config, RootFS, Created, ...((await storeKind()) === "graph" ? { Id } : {}) };
    };
    expect(await inspected(name)).toEqual(await inspected("hashike-test/busybox:1"));
    expect(await imageIdOf(name)).toBe(imageId);
  });

  it("whose export is given up leaves nothing behind", async () => {
    const images = await testDriver().images?.();
    const controller = new AbortController();
    const read = async () => {
      for await (const _ of images?.export("hashike-test/busybox:1", { signal: controller.signal }) ?? []) {
        controller.abort(new Error("enough"));
      }
    };
    await expect(read()).rejects.toThrow("enough");
    const missing = images?.export(own.name("none:1"), options)[Symbol.asyncIterator]().next();
    await expect(missing).rejects.toMatchObject({ code: "DRIVER_IMAGE_UNAVAILABLE" });
  });
});

describe("skopeo", () => {
  it("reads what was pushed", async () => {
    const image = await makeImage({ layers: [layer("a")] });
    await using store = await storeWith(image);
    const source = `oci:${store.folder.address}:1`;
    const { stdout } = await run("skopeo", ["inspect", source]);
    expect(JSON.parse(stdout)).toMatchObject({ Os: "linux", Layers: image.layers.map(digestOf) });
    const copy = join(store.folder.address, "..", "copy");
    await run("skopeo", ["--insecure-policy", "copy", source, `dir:${copy}`]);
    expect(await readdir(copy)).toContain(digestOf(image.config).slice(7));
  });

  it.each(["gzip", "zstd"])("writes an archive that can be loaded, with its layers as %s", async (form) => {
    const image = await makeImage({ layers: [layer("a"), layer("b")] });
    await using pushed = await storeWith(image);
    const name = own.name(`${randomBytes(4).toString("hex")}:1`);
    const archive = join(pushed.folder.address, "..", "app.tar");
    const compress = ["--dest-compress", "--dest-compress-format", form];
    const [from, to] = [`oci:${pushed.folder.address}:1`, `oci-archive:${archive}:${name}`];
    await run("skopeo", ["--insecure-policy", "copy", ...compress, from, to]);
    const id = await openArchives(openFileObject(archive), own.prefix).load(name);
    const inspected = await engine.json<{ RootFS: { Layers: string[] } }>("GET", `/images/${name}/json`);
    expect(await imageIdOf(name)).toBe(id);
    expect(inspected.RootFS.Layers).toEqual(image.layers.map(digestOf));
  });

  it("writes what can be loaded, with its layers as gzip", async () => {
    const image = await makeImage({ layers: [layer("a"), layer("b")] });
    await using pushed = await storeWith(image);
    await using store = await testStore(own.name(randomBytes(4).toString("hex")));
    await run("skopeo", [
      "--insecure-policy",
      "copy",
      "--dest-compress-format",
      "gzip",
      "--dest-compress",
      `oci:${pushed.folder.address}:1`,
      `oci:${store.folder.address}:theirs`,
    ]);
    expect(await store.keys("tags/")).toEqual([]);
    const [foreseen] = await open(store).observe(":theirs");
    const id = await open(store).load(":theirs");
    expect(foreseen?.remote).toMatchObject({ status: "current", digest: id, transfer: { layers: 2 } });
    const [found] = await open(store).observe(":theirs");
    expect(found).toMatchObject({ localId: id, remote: { status: "current", digest: id } });
    // A tag of ours beside theirs, and both stay.
    await store.push(exportingEngine(image).images, "ours");
    const listed = await createStores().list(store.reference, { ...options, onUnreadable: () => {} });
    expect(listed.map(({ tag }) => tag)).toEqual(["ours", "theirs"]);
  });
});
