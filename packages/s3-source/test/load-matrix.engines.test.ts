import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { storeKind } from "../../docker-driver/test/support/images.ts";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { imageIdOf, openArchives, removeLoaded } from "./archive/engine-images.ts";
import { digestOf, type MakeImage, makeImage, type TestImage } from "./archive/make-image.ts";
import { type MemoryObject, memoryObject } from "./archive/memory-object.ts";
import { pullFromRegistry } from "./archive/publish-image.ts";
import { saveArchive } from "./archive/save-archive.ts";
import { fileIn, missingLayers } from "./archive/whole-image.ts";

declare module "vitest" {
  interface TaskMeta {
    /** One line of the table that `npm run test:engines` prints. */
    matrix?: {
      readonly archive: string;
      readonly variant: string;
      readonly bytesRead: number;
      readonly archiveBytes: number;
      readonly milliseconds: number;
    };
  }
}

let own: OwnThings;
beforeAll(async () => {
  own = await ownThings("matrix");
});
afterEach(removeLoaded);
afterAll(() => own.removeAll());

const baseBytes = 2_000_000;
const topBytes = 500_000;

/** What the whole archive may cost above its size: headers, read again. */
const headerBytes = 128 * 1024;

interface Prepared {
  /** Of the archive that is then loaded. */
  readonly name: string;
  readonly image: TestImage;
  /** Called between looking and loading. */
  readonly before?: () => Promise<void>;
}

interface Variant {
  readonly title: string;
  /** How much of an uncompressed archive is to be read at most, in bytes. */
  readonly readAtMost: (store: "graph" | "containerd") => number;
  readonly prepare: (load: (image: TestImage) => Promise<string>) => Promise<Prepared>;
}

const everything = 2 * baseBytes + topBytes + headerBytes;
const topOnly = topBytes + headerBytes;

const newName = () => own.name(`${randomBytes(4).toString("hex")}:1`);
const newBase = (): MakeImage["layers"] => [
  { "base/a": randomBytes(baseBytes) },
  { "base/b": randomBytes(baseBytes) },
];
const withTop = (name: string, base: MakeImage["layers"]) =>
  makeImage({ tags: [name], layers: [...base, { top: randomBytes(topBytes) }] });

const variants: readonly Variant[] = [
  {
    title: "full: the engine has nothing of it",
    readAtMost: () => everything,
    prepare: async () => {
      const name = newName();
      return { name, image: await withTop(name, newBase()) };
    },
  },
  {
    title: "thin: the engine has its base",
    readAtMost: () => topOnly,
    prepare: async (load) => {
      const [name, base] = [newName(), newBase()];
      await load(await withTop(name, base));
      return { name, image: await withTop(name, base) };
    },
  },
  {
    title: "base missing: it goes between looking and loading",
    readAtMost: () => everything,
    prepare: async (load) => {
      const [name, base] = [newName(), newBase()];
      const id = await load(await withTop(name, base));
      const before = () => engine.json<void>("DELETE", `/images/${id}?force=1`);
      return { name, image: await withTop(name, base), before };
    },
  },
  {
    title: "base from a registry",
    // A containerd store has its layers compressed, and an image of plain ones would be without them.
    readAtMost: (store) => (store === "graph" ? topOnly : everything),
    prepare: async () => {
      const [name, base] = [newName(), newBase()];
      await pullFromRegistry(await makeImage({ layers: base }), newName().slice(0, -2));
      return { name, image: await withTop(name, base) };
    },
  },
  {
    title: "retagged: the engine has it under another name",
    readAtMost: () => 2 * 16_384,
    prepare: async (load) => {
      const [name, other] = [newName(), newName()];
      const image = await withTop(name, newBase());
      const id = await load(image);
      await engine.json("POST", `/images/${id}/tag?repo=${other.slice(0, -2)}&tag=1`);
      await engine.json("DELETE", `/images/${name}`);
      return { name, image };
    },
  },
];

const forms: readonly [string, (tar: Buffer) => Buffer][] = [
  [".tar", (tar) => tar],
  [".tar.gz", (tar) => gzipSync(tar, { level: 1 })],
];

describe.each(forms)("%s", (form, compress) => {
  const save = async (image: TestImage) => compress(await saveArchive("blobs", image));

  it.for(variants)("$title", async ({ title, prepare, readAtMost }, { task }) => {
    const object: MemoryObject = memoryObject(
      `s3://${own.prefix}/${randomBytes(4).toString("hex")}`,
      Buffer.alloc(0),
    );
    const open = () => openArchives(object, own.prefix);
    const { name, image, before } = await prepare(async (earlier) => {
      object.content = await save(earlier);
      return open().load(earlier.tags[0] ?? "");
    });
    object.content = await save(image);
    object.reset();

    const startedAtMs = performance.now();
    const source = open();
    await source.observe(name);
    await before?.();
    const id = await source.load(name);
    const milliseconds = performance.now() - startedAtMs;
    const bytesRead = object.count.bytes;
    task.meta.matrix = {
      archive: form,
      variant: title,
      bytesRead,
      archiveBytes: object.content.length,
      milliseconds,
    };

    expect(await imageIdOf(name)).toBe(id);
    expect(await missingLayers(name, image.layers.map(digestOf))).toEqual([]);
    expect((await fileIn(name, "/top"))?.length).toBe(topBytes);
    expect((await fileIn(name, "/base/a"))?.length).toBe(baseBytes);
    const wholeArchive = object.content.length + headerBytes;
    const isUnread = title.startsWith("retagged");
    const limit = form === ".tar" || isUnread ? readAtMost(await storeKind()) : wholeArchive;
    expect(bytesRead).toBeLessThanOrEqual(limit);
  });
});
