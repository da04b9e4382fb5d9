import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { imageIdOf, imageList, openArchives, removeLoaded } from "./archive/engine-images.ts";
import { digestOf, json, makeImage, type TarFile, type TestImage, tar } from "./archive/make-image.ts";
import { memoryObject } from "./archive/memory-object.ts";
import { archiveFiles } from "./archive/save-archive.ts";
import { zstdBytes } from "./archive/zstd-bytes.ts";

let own: OwnThings;
let name: string;
let good: TestImage;
let goodId: string;

beforeAll(async () => {
  own = await ownThings("hostile");
  name = own.name("app:1");
  good = await makeImage({ tags: [name], layers: [{ "bin/a": randomBytes(300_000) }, { "bin/b": "b" }] });
  const object = memoryObject(`s3://${own.prefix}/good.tar`, await tar(archiveFiles("blobs", good)));
  goodId = await openArchives(object, own.prefix).load(name);
});
afterAll(async () => {
  await removeLoaded();
  await own.removeAll();
});

/** An image that the engine does not have, so that all of the archive must be read. */
const newImage = (about = {}) =>
  makeImage({ tags: [name], layers: [{ a: randomBytes(300_000) }, { b: randomBytes(1000) }], ...about });

type Spoil = (image: TestImage, layout: "before-25" | "blobs") => Promise<Buffer>;

const files = (image: TestImage, layout: "before-25" | "blobs") => archiveFiles(layout, image);
const layerAt = (all: readonly TarFile[], image: TestImage, index: number) =>
  all.findIndex((file) => file.content === image.layers[index]);

/** Adds an entry before everything else. */
const withEntry =
  (entry: TarFile): Spoil =>
  (image, layout) =>
    tar([entry, ...files(image, layout)]);

/** Puts something in the place of the upper layer. */
const withLayer =
  (replace: (file: TarFile) => TarFile): Spoil =>
  (image, layout) => {
    const all = files(image, layout);
    const at = layerAt(all, image, 1);
    return tar(all.map((file, index) => (index === at ? replace(file) : file)));
  };

const withManifest =
  (change: (images: Record<string, unknown>[]) => unknown): Spoil =>
  (image, layout) =>
    tar(
      files(image, layout).map((file) =>
        file.name === "manifest.json"
          ? { ...file, content: json(change(JSON.parse(String(file.content)))) }
          : file,
      ),
    );

const cases: [string, Spoil, RegExp][] = [
  ["an entry above it", withEntry({ name: "../../escape", content: "x" }), /leads out/],
  ["an absolute entry", withEntry({ name: "/etc/escape", content: "x" }), /leads out/],
  ["a device", withEntry({ name: "pipe", type: "fifo" }), /kind that does not belong/],
  [
    "an entry twice, and not the same",
    (image, layout) =>
      tar([
        ...files(image, layout),
        ...files(image, layout)
          .filter((f) => f.content === image.layers[1])
          .map((f) => ({ ...f, content: "another" })),
      ]),
    /twice/,
  ],
  [
    "a layer again, of the same length and not the same",
    (image, layout) =>
      tar([
        ...files(image, layout),
        ...files(image, layout)
          .filter((f) => f.content === image.layers[1])
          .map((f) => ({ ...f, content: randomBytes(image.layers[1]?.length ?? 0) })),
      ]),
    /is damaged/,
  ],
  [
    "a manifest twice",
    (image, layout) => tar([{ name: "manifest.json", content: "[]" }, ...files(image, layout)]),
    /twice/,
  ],
  ["an empty manifest", withManifest(() => []), /manifest\.json is empty/],
  ["a manifest that is none", withManifest(() => ({ a: 1 })), /no list/],
  [
    "no manifest",
    (image, layout) => tar(files(image, layout).filter((f) => f.name !== "manifest.json")),
    /neither manifest\.json nor index\.json|index\.json is empty/,
  ],
  [
    "a manifest that leads out",
    withManifest(([image]) => [{ ...image, Layers: ["../../etc/passwd", "x"] }]),
    /leads out/,
  ],
  [
    "a manifest with an absolute config",
    withManifest(([image]) => [{ ...image, Config: "/etc/hostname" }]),
    /leads out/,
  ],
  [
    "a manifest with a layer too few",
    withManifest(([image]) => [{ ...image, Layers: (image?.Layers as string[] | undefined)?.slice(1) }]),
    /2 layers by its config and 1/,
  ],
  [
    "a layer that is not there",
    withLayer((file) => ({ ...file, name: "elsewhere" })),
    /which its manifest\.json names/,
  ],
  [
    "a layer that is a link to the outside",
    withLayer(({ name: path }) => ({ name: path, type: "symlink", linkname: "/etc/shadow" })),
    /leads out/,
  ],
  [
    "a layer that is a link above it",
    withLayer(({ name: path }) => ({ name: path, type: "symlink", linkname: "../../../../etc/shadow" })),
    /leads out/,
  ],
  [
    "a layer that is a link to itself",
    withLayer(({ name: path }) => ({ name: path, type: "symlink", linkname: path.replace(/.*\//, "") })),
    /lead nowhere/,
  ],
  [
    "a layer that is a hard link to the outside",
    withLayer(({ name: path }) => ({ name: path, type: "link", linkname: "/etc/shadow" })),
    /leads out/,
  ],
  ["a layer that is another", withLayer((file) => ({ ...file, content: randomBytes(20_000) })), /is damaged/],
  [
    "a flipped bit in a layer",
    (image, layout) =>
      tar(files(image, layout)).then((bytes) => flip(bytes, bytes.indexOf(image.layers[0] ?? "") + 150_000)),
    /is damaged/,
  ],
  [
    "a flipped bit in the config",
    (image, layout) => tar(files(image, layout)).then((bytes) => flip(bytes, bytes.indexOf("/bin/true") + 5)),
    /is damaged|not JSON/,
  ],
  [
    "another config under its name",
    (image, layout) =>
      tar(
        files(image, layout).map((file) =>
          file.content === image.config ? { ...file, content: good.config } : file,
        ),
      ),
    /is damaged/,
  ],
  [
    "its end cut off",
    (image, layout) => tar(files(image, layout)).then((bytes) => bytes.subarray(0, 100_000)),
    /ends in the middle/,
  ],
  [
    "a zstd layer that is damaged",
    withLayer((file) => ({ ...file, content: Buffer.from("28b52ffd00112233", "hex") })),
    /is damaged|ends in the middle/,
  ],
  [
    "a zstd layer of something else",
    withLayer((file) => ({ ...file, content: zstdBytes(randomBytes(20_000)) })),
    /is damaged/,
  ],
  [
    "a bzip2 layer",
    withLayer((file) => ({ ...file, content: Buffer.from("425a683931415926", "hex") })),
    /compressed with bzip2/,
  ],
  [
    "an xz layer",
    withLayer((file) => ({ ...file, content: Buffer.from("fd377a585a000004", "hex") })),
    /compressed with xz/,
  ],
  ["text instead of a tar", async () => Buffer.from("<html>not found</html>".repeat(100)), /no tar archive/],
  ["nothing in it", async () => Buffer.alloc(0), /no tar archive|holds no image/],
  ["zeros alone", async () => Buffer.alloc(10_240), /holds no image/],
];

/** A gzip file has checksums of its own: what is cut or flipped there is told by those. */
const gzipCases: [string, (gzip: Buffer) => Buffer, RegExp][] = [
  ["its last bytes cut off", (gzip) => gzip.subarray(0, -5), /ends in the middle/],
  ["a wrong checksum at its end", (gzip) => flip(gzip, gzip.length - 6), /is damaged/],
  ["a flipped bit in the middle", (gzip) => flip(gzip, gzip.length >> 1), /is damaged/],
  ["half of it", (gzip) => gzip.subarray(0, gzip.length >> 1), /ends in the middle|is damaged/],
];

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ 0x10;
  return flipped;
}

/** What a user sees of images, tags and containers. */
async function everything() {
  const containers = await engine.json<{ Id: string; State: string; Labels: Record<string, string> }[]>(
    "GET",
    "/containers/json?all=1",
  );
  const owned = containers.filter(({ Labels }) => Labels["hashike.name"]?.startsWith(own.prefix));
  return { images: await imageList(own.prefix), containers: owned.map(({ Id, State }) => `${Id} ${State}`) };
}

async function expectRefused(content: Buffer, words: RegExp, asked = name): Promise<void> {
  const before = await everything();
  const address = `s3://${own.prefix}/${randomBytes(4).toString("hex")}`;
  const source = openArchives(memoryObject(address, content), own.prefix, { ratioFromBytes: 2_000_000 });
  const [found] = await source.observe(asked);
  if (found?.remote.status === "invalid") expect(found.remote.reason).toMatch(words);
  await expect(source.load(asked)).rejects.toMatchObject({
    code: "DRIVER_IMAGE_PULL_FAILED",
    message: expect.stringMatching(words),
  });
  await expect(source.load(asked)).rejects.toThrow(address);
  expect(await everything()).toEqual(before);
  expect(await imageIdOf(name)).toBe(goodId);
}

const compressions: [string, (bytes: Buffer) => Buffer][] = [
  [".tar", (bytes) => bytes],
  [".tar.gz", (bytes) => gzipSync(bytes, { level: 1 })],
  [".tar.zst", (bytes) => zstdBytes(bytes)],
];

describe.each(compressions)("refuses a %s with", (_form, save) => {
  describe.each(["before-25", "blobs"] as const)("the layout %s and", (layout) => {
    it.each(cases)("%s", async (_what, spoil, words) => {
      await expectRefused(save(await spoil(await newImage(), layout)), words);
    });
  });

  it("an image for another machine", async () => {
    const image = await newImage({ config: { architecture: "arm64" } });
    await expectRefused(
      save(await tar(files(image, "blobs"))),
      /for linux\/arm64, and the engine runs linux\/amd64/,
    );
  });

  it("another image than asked for, and tells which it has", async () => {
    const bytes = save(await tar(files(await newImage(), "blobs")));
    const asked = own.name("apq:1");
    await expectRefused(bytes, /has no .*apq:1/, asked);
    const load = openArchives(memoryObject("s3://b/x.tar", bytes), own.prefix).load(asked);
    await expect(load).rejects.toMatchObject({ hint: `did you mean ${name}?` });
  });

  it("a layer that grows without bounds", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const image = await newImage();
    for (const content of [bomb, zstdBytes(Buffer.alloc(20_000_000))]) {
      const all = files(image, "before-25").map((f) =>
        f.content === image.layers[1] ? { ...f, content } : f,
      );
      await expectRefused(save(await tar(all)), /grows more than 200 times/);
    }
  });
});

it.each([
  ["bzip2", "425a683931415926"],
  ["xz", "fd377a585a000004"],
  ["lz4", "04224d1864407b00"],
])("refuses an archive that is compressed with %s, by name", async (name, hex) => {
  await expectRefused(Buffer.from(hex.repeat(1000), "hex"), new RegExp(`compressed with ${name}`));
});

describe("refuses a .tar.gz with", () => {
  it.each(gzipCases)("%s", async (_what, spoil, words) => {
    const gzip = gzipSync(await tar(files(await newImage(), "blobs")));
    await expectRefused(spoil(gzip), words);
  });

  it("an entry that grows without bounds", async () => {
    const image = await newImage();
    const bytes = await tar([...files(image, "blobs"), { name: "bomb", content: Buffer.alloc(120_000_000) }]);
    await expectRefused(gzipSync(bytes), /grows more than 200 times/);
    await expectRefused(zstdBytes(bytes), /grows more than 200 times/);
  });
});

it("a digest that nothing in the archive has is refused, and one that it has is found", async () => {
  const bytes = await tar(files(good, "blobs"));
  await expectRefused(bytes, /has no sha256:0000/, `@sha256:${"0".repeat(64)}`);
  const source = openArchives(memoryObject("s3://b/x.tar", bytes), own.prefix);
  expect(await source.load(`${name}@${digestOf(good.config)}`)).toBe(goodId);
});
