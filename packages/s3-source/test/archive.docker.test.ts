import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Progress } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { imageIdOf, imageList, openArchives, removeLoaded } from "./archive/engine-images.ts";
import { digestOf, makeImage, type TestImage } from "./archive/make-image.ts";
import { type MemoryObject, memoryObject } from "./archive/memory-object.ts";
import { type Layout, saveArchive } from "./archive/save-archive.ts";

let own: OwnThings;
beforeAll(async () => {
  own = await ownThings("archive");
});
afterAll(async () => {
  await removeLoaded();
  await own.removeAll();
});

/** Of a few MB, all of them new: nothing of an earlier test is on the engine. */
const layer = (name: string, bytes = 1_000_000) => ({ [name]: randomBytes(bytes) });
const newName = () => own.name(`${randomBytes(4).toString("hex")}:1`);

const open = (object: MemoryObject) => openArchives(object, own.prefix);

const objectOf = (content: Buffer) =>
  memoryObject(`s3://${own.prefix}/${randomBytes(4).toString("hex")}.tar`, content);

const forms: [string, Layout, (tar: Buffer) => Buffer][] = [
  [".tar before Docker 25", "before-25", (tar) => tar],
  [".tar of Docker 25", "blobs", (tar) => tar],
  [".tar.gz before Docker 25", "before-25", (tar) => gzipSync(tar, { level: 1 })],
  [".tar.gz of Docker 25", "blobs", (tar) => gzipSync(tar, { level: 1 })],
];

describe.each(forms)("an archive, %s", (form, layout, compress) => {
  const save = async (...images: TestImage[]) => compress(await saveArchive(layout, ...images));

  it("is loaded, named and runs as it was saved", async () => {
    const name = newName();
    const image = await makeImage({ tags: [name], layers: [layer("a"), layer("b")] });
    const object = objectOf(await save(image));
    const progress: Progress[] = [];
    const id = await open(object).load(name, (step) => progress.push(step));
    expect(await imageIdOf(name)).toBe(id);
    const inspected = await engine.json<{ RootFS: { Layers: string[] } }>("GET", `/images/${id}/json`);
    expect(inspected.RootFS.Layers).toEqual(JSON.parse(image.config.toString()).rootfs.diff_ids);
    expect(progress.at(-1)?.status).toBe("extracting");
    expect(progress.at(-1)?.currentBytes).toBe(progress.at(-1)?.totalBytes);
    // All along, and not at the end alone.
    const steps = progress.map(({ currentBytes = 0 }) => currentBytes);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.filter((bytes) => bytes < object.content.length / 2).length).toBeGreaterThan(5);
  });

  it("costs next to nothing when it is unchanged", async () => {
    const name = newName();
    const object = objectOf(await save(await makeImage({ tags: [name], layers: [layer("a")] })));
    const id = await open(object).load(name);
    object.reset();
    const [found] = await open(object).observe(name);
    expect(found).toMatchObject({
      localId: id,
      localDigests: [id],
      remote: { status: "current", digest: id },
    });
    expect(object.count.requests).toBe(1);
    expect(object.count.bytes).toBeLessThanOrEqual(form.includes("gz") ? 0 : 16_384);
  });

  it("gets its name back without being read", async () => {
    const [name, other] = [newName(), newName()];
    const object = objectOf(await save(await makeImage({ tags: [name], layers: [layer("a")] })));
    const id = await open(object).load(name);
    await engine.json("POST", `/images/${id}/tag?repo=${other.slice(0, -2)}&tag=1`);
    await engine.json("DELETE", `/images/${name}`);
    object.reset();
    const source = open(object);
    await source.observe(name);
    expect(await source.load(name)).toBe(id);
    expect(await imageIdOf(name)).toBe(id);
    expect(object.count.bytes).toBeLessThanOrEqual(form.includes("gz") ? 0 : 16_384);
  });

  it("leaves names alone that nobody asked for", async () => {
    const [name, other] = [newName(), newName()];
    const images = [
      await makeImage({ tags: [name], layers: [layer("a")] }),
      await makeImage({ tags: [other], layers: [layer("b")] }),
    ];
    await open(objectOf(await save(...images))).load(name);
    expect(await imageIdOf(other)).toBeUndefined();
  });

  it("is read once for all of its images", async () => {
    const names = [newName(), newName(), newName()];
    const base = layer("base");
    const images = await Promise.all(names.map((n) => makeImage({ tags: [n], layers: [base, layer(n)] })));
    const object = objectOf(await save(...images));
    const source = open(object);
    await source.observe(...names);
    const ids = await Promise.all(names.map((name) => source.load(name)));
    expect(new Set(ids).size).toBe(3);
    expect(await Promise.all(names.map(imageIdOf))).toEqual(ids);
    expect(object.count.bytes).toBeLessThan(object.content.length * 1.05 + 200_000);
  });

  it("is harmless to load twice at once", async () => {
    const name = newName();
    const object = objectOf(await save(await makeImage({ tags: [name], layers: [layer("a")] })));
    const source = open(object);
    const ids = await Promise.all([source.load(name), source.load(name), open(object).load(name)]);
    expect(new Set(ids).size).toBe(1);
    expect(await imageIdOf(name)).toBe(ids[0]);
  });

  it("starts over when it is replaced while it is read", async () => {
    const name = newName();
    const [before, after] = [
      await makeImage({ tags: [name], layers: [layer("a")] }),
      await makeImage({ tags: [name], layers: [layer("b")] }),
    ];
    const object = objectOf(await save(before));
    const source = open(object);
    await source.observe(name);
    const replacement = await save(after);
    object.onChunk = (position) => {
      if (position > 200_000) object.content = replacement;
    };
    const id = await source.load(name);
    const inspected = await engine.json<{ RootFS: { Layers: string[] } }>("GET", `/images/${id}/json`);
    expect(inspected.RootFS.Layers).toEqual(JSON.parse(after.config.toString()).rootfs.diff_ids);
  });

  it("leaves everything as it was when the object breaks off", async () => {
    const name = newName();
    await open(objectOf(await save(await makeImage({ tags: [name], layers: [layer("a")] })))).load(name);
    const before = await imageList(own.prefix);
    const object = objectOf(await save(await makeImage({ tags: [name], layers: [layer("b")] })));
    object.onChunk = (position) => {
      if (position > 200_000) throw new Error("connection lost");
    };
    await expect(open(object).load(name)).rejects.toThrow("connection lost");
    expect(await imageList(own.prefix)).toEqual(before);
  });
});

describe("an uncompressed archive whose base is on the engine", () => {
  it("costs the layers that are new, and the plan says so", async () => {
    const name = newName();
    const base = [layer("base-1", 5_000_000), layer("base-2", 5_000_000)];
    const object = objectOf(
      await saveArchive("blobs", await makeImage({ tags: [name], layers: [...base, layer("top")] })),
    );
    const first = await open(object).load(name);
    const changed = await makeImage({ tags: [name], layers: [...base, layer("top", 100_000)] });
    object.content = await saveArchive("blobs", changed);
    object.reset();
    const source = open(object);
    const [found] = await source.observe(name);
    expect(found?.remote).toMatchObject({
      status: "current",
      transfer: { layers: 1, totalLayers: 3, bytes: changed.layers[2]?.length },
    });
    const second = await source.load(name);
    expect(second).not.toBe(first);
    expect(found?.remote).toMatchObject({ digest: second });
    expect(await imageIdOf(name)).toBe(second);
    expect(object.count.bytes).toBeLessThan(100_000 + 128 * 1024);
    expect(object.count.requests).toBeLessThan(10);
    // Whole: also the layers that were not sent can be had from the engine.
    expect((await engine.bytes("GET", `/images/${name}/get`)).length).toBeGreaterThan(10_000_000);
  });

  it("costs no layer when only the config has changed", async () => {
    const name = newName();
    const layers = [layer("base", 3_000_000)];
    await open(objectOf(await saveArchive("blobs", await makeImage({ tags: [name], layers })))).load(name);
    const changed = await makeImage({ tags: [name], layers, config: { config: { Env: ["A=1"] } } });
    const object = objectOf(await saveArchive("before-25", changed));
    const source = open(object);
    const [found] = await source.observe(name);
    expect(found?.remote).toMatchObject({ transfer: { layers: 0, bytes: 0 } });
    const id = await source.load(name);
    expect(await imageIdOf(name)).toBe(id);
    expect(object.count.bytes).toBeLessThan(64 * 1024);
  });

  it("is loaded whole when the base is gone by now", async () => {
    const name = newName();
    const base = layer("base", 2_000_000);
    const object = objectOf(await saveArchive("blobs", await makeImage({ tags: [name], layers: [base] })));
    const first = await open(object).load(name);
    object.content = await saveArchive(
      "blobs",
      await makeImage({ tags: [name], layers: [base, layer("top")] }),
    );
    const source = open(object);
    await source.observe(name);
    await engine.json("DELETE", `/images/${first}?force=1`);
    const id = await source.load(name);
    expect(await imageIdOf(name)).toBe(id);
  });
});

it("loads again what this engine itself has saved", async () => {
  const name = newName();
  const image = await makeImage({ tags: [name], layers: [layer("a"), layer("b")] });
  const id = await open(objectOf(await saveArchive("blobs", image))).load(name);
  const saved = await engine.bytes("GET", `/images/${name}/get`);
  await engine.json("DELETE", `/images/${id}?force=1`);
  for (const archive of [saved, gzipSync(saved, { level: 1 })]) {
    const again = await open(objectOf(archive)).load(name);
    const found = await engine.json<{ Id: string; RootFS: { Layers: string[] } }>(
      "GET",
      `/images/${name}/json`,
    );
    expect(found.Id).toBe(again);
    expect(found.RootFS.Layers).toEqual(image.layers.map(digestOf));
    expect((await engine.bytes("GET", `/images/${name}/get`)).length).toBeGreaterThan(2_000_000);
    await engine.json("DELETE", `/images/${again}?force=1`);
  }
});
