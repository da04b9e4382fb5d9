import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { testDriver } from "../../docker-driver/test/support/driver.ts";
import { engine } from "../../docker-driver/test/support/engine.ts";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { trustedLimits } from "../src/images/image-limits.ts";
import { imageIdOf, openArchives, removeLoaded } from "./archive/engine-images.ts";
import { digestOf, makeImage, type TarFile, type TestImage, tar } from "./archive/make-image.ts";
import { memoryObject } from "./archive/memory-object.ts";
import { type LayerForm, type OciEntry, ociFiles, withManifest } from "./archive/oci-archive.ts";
import { archiveFiles, saveArchive } from "./archive/save-archive.ts";
import { fileIn, missingLayers } from "./archive/whole-image.ts";
import { skippedFrame, zstdBytes } from "./archive/zstd-bytes.ts";

let own: OwnThings;
let architecture: string;
beforeAll(async () => {
  own = await ownThings("archive-forms");
  architecture = (await engine.json<{ Arch: string }>("GET", "/version")).Arch;
});
afterAll(async () => {
  await removeLoaded();
  await own.removeAll();
});

const newName = () => own.name(`${randomBytes(4).toString("hex")}:1`);
const newImage = (text: string, about: { tags?: string[]; config?: Record<string, unknown> } = {}) =>
  makeImage({
    layers: [{ [`${randomBytes(4).toString("hex")}`]: randomBytes(200_000) }, { "which.txt": text }],
    config: { architecture },
    ...about,
  });
const objectOf = (content: Buffer) =>
  memoryObject(`s3://${own.prefix}/${randomBytes(4).toString("hex")}.tar`, content);
const open = (content: Buffer) => openArchives(objectOf(content), own.prefix);
/** Another machine's, whichever the engine runs on. */
const foreign = () => (architecture === "riscv64" ? "s390x" : "riscv64");
const diffIdsOf = ({ layers }: TestImage) => layers.map(digestOf);

async function expectLoaded(content: Buffer, asked: string, name: string, image: TestImage): Promise<string> {
  const id = await open(content).load(asked);
  expect(await imageIdOf(name)).toBe(id);
  expect(await missingLayers(name, diffIdsOf(image))).toEqual([]);
  return id;
}

const compressions: [string, (bytes: Buffer) => Buffer][] = [
  [".tar", (bytes) => bytes],
  [".tar.gz", (bytes) => gzipSync(bytes, { level: 1 })],
  [".tar.zst", (bytes) => Buffer.concat([skippedFrame(Buffer.from("hint")), zstdBytes(bytes)])],
];
const layerForms: LayerForm[] = ["plain", "gzip", "zstd"];

describe.each(compressions)("an OCI archive, %s", (form, compress) => {
  const save = async (files: readonly TarFile[]) => compress(await tar(files));

  it.each(layerForms)(
    "is loaded with %s layers, and costs next to nothing when it is unchanged",
    async (layers) => {
      const name = newName();
      const image = await newImage("oci");
      const annotations = { "io.containerd.image.name": `docker.io/library/${name}` };
      const object = objectOf(await save(ociFiles(layers, { images: [{ image }], annotations })));
      const id = await openArchives(object, own.prefix).load(name);
      expect((await fileIn(name, "/which.txt"))?.toString()).toBe("oci");
      expect(await missingLayers(name, diffIdsOf(image))).toEqual([]);
      object.reset();
      const [found] = await openArchives(object, own.prefix).observe(name);
      expect(found?.remote).toMatchObject({ status: "current", digest: id });
      expect(object.count).toEqual({ bytes: 0, requests: 1 });
    },
  );

  it.each([true, false])("has the engine's platform taken, in an index of its own: %s", async (isNested) => {
    const name = newName();
    const [ours, theirs] = [
      await newImage("ours"),
      await newImage("theirs", { config: { architecture: foreign() } }),
    ];
    const entry: OciEntry = {
      images: [
        { image: theirs, platform: { os: "linux", architecture: foreign() } },
        { image: ours, platform: { os: "linux", architecture } },
      ],
      annotations: { "io.containerd.image.name": `docker.io/library/${name}` },
      isNested,
    };
    const files = ociFiles("gzip", entry);
    await expectLoaded(await save(files), name, name, ours);
    expect((await fileIn(name, "/which.txt"))?.toString()).toBe("ours");
    // The same where the machine that saved it runs the other one, and says so in manifest.json.
    const other = newName();
    const saved = ociFiles("gzip", {
      ...entry,
      annotations: { "io.containerd.image.name": `docker.io/library/${other}` },
    });
    await expectLoaded(
      await save(withManifest(saved, "gzip", { ...theirs, tags: [other] })),
      other,
      other,
      ours,
    );
  });

  it("is refused by the platforms that it has, when the engine's is not among them", async () => {
    const name = newName();
    const [one, two] = [foreign(), "mips64le"];
    const images = await Promise.all(
      [one, two].map(async (arch) => ({
        image: await newImage(arch, { config: { architecture: arch } }),
        platform: { os: "linux", architecture: arch },
      })),
    );
    const annotations = { "org.opencontainers.image.ref.name": name };
    const content = await save(ociFiles("gzip", { images, annotations, isNested: true }));
    await expect(open(content).load(name)).rejects.toMatchObject({
      message: expect.stringContaining(
        `for linux/${one}, linux/${two}, and the engine runs linux/${architecture}`,
      ),
      hint: expect.stringContaining(`docker save --platform linux/${architecture}`),
    });
  });

  it("is refused when the engine's platform is listed, and was not saved", async () => {
    const name = newName();
    const image = await newImage("x");
    const images = [{ image, platform: { os: "linux", architecture }, isMissing: true }];
    const annotations = { "org.opencontainers.image.ref.name": name };
    const content = await save(ociFiles("gzip", { images, annotations, isNested: true }));
    await expect(open(content).load(name)).rejects.toMatchObject({
      message: expect.stringContaining(`lists ${name} for linux/${architecture}, and does not have it`),
      hint: expect.stringContaining("docker pull --platform"),
    });
  });

  it("leaves no temporary file behind", async () => {
    // Other test files load archives beside this one, and have temporary files, too.
    const folder = await mkdtemp(`${tmpdir()}/hashike-forms-`);
    vi.stubEnv("TMPDIR", folder);
    const name = newName();
    const image = await newImage("x");
    const annotations = { "org.opencontainers.image.ref.name": name };
    const files = ociFiles("zstd", { images: [{ image }], annotations });
    await open(await save(files)).load(name);
    const cut = files.map((file) =>
      file.content === undefined || Buffer.byteLength(file.content) < 100_000
        ? file
        : { ...file, content: Buffer.from(file.content).subarray(0, 50_000) },
    );
    await engine.json("DELETE", `/images/${name}?force=1`);
    await expect(open(await save(cut)).load(name)).rejects.toThrow(/ends in the middle|is damaged/);
    expect((await readdir(folder)).filter((file) => file.startsWith("hashike-layer-"))).toEqual([]);
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it("of another form than its name says is told by its bytes", async () => {
    expect(form).toMatch(/^\.tar/);
    const name = newName();
    const image = await newImage("x", { tags: [name] });
    await expectLoaded(compress(await saveArchive("blobs", image)), name, name, image);
  });
});

describe("an image in an archive is found", () => {
  const ref = "org.opencontainers.image.ref.name";
  const ways: [string, (name: string) => Record<string, string>][] = [
    [
      "as containerd and buildx name it",
      (name) => ({
        "io.containerd.image.name": `docker.io/library/${name}`,
        [ref]: "1",
      }),
    ],
    ["as skopeo names it", (name) => ({ [ref]: name })],
    ["as Podman names what it has built", (name) => ({ [ref]: `localhost/${name}` })],
    ["as older tools name the hub", (name) => ({ [ref]: `index.docker.io/library/${name}` })],
    ["by its tag, where nothing else is told", () => ({ [ref]: "1" })],
  ];

  it.each(ways)("%s", async (_way, annotations) => {
    const name = newName();
    const image = await newImage("x");
    const content = await tar(ociFiles("gzip", { images: [{ image }], annotations: annotations(name) }));
    await expectLoaded(content, name, name, image);
  });

  it("by the digest of its config, its manifest or its index", async () => {
    const image = await newImage("x");
    const files = ociFiles("gzip", {
      images: [{ image, platform: { os: "linux", architecture } }],
      isNested: true,
    });
    const contents = files.map(({ content = "" }) => Buffer.from(content));
    const having = (text: string) => contents.find((content) => content.includes(text)) ?? Buffer.alloc(0);
    const manifest = contents.find((c) => c.includes('"layers"') && c.includes(digestOf(image.config)));
    const index = having("attestation-manifest");
    for (const blob of [image.config, manifest ?? Buffer.alloc(0), index]) {
      const source = open(await tar(files));
      const id = await source.load(`@${digestOf(blob)}`);
      const found = await engine.json<{ RootFS: { Layers: string[] } }>("GET", `/images/${id}/json`);
      expect(found.RootFS.Layers).toEqual(diffIdsOf(image));
    }
  });

  it("by its digests, which a refusal tells, where it has no name", async () => {
    const image = await newImage("x");
    const content = await tar(ociFiles("gzip", { images: [{ image }] }));
    const refused = await open(content)
      .load(newName())
      .catch((error: { hint: string }) => error.hint);
    const digest = /@sha256:[0-9a-f]{64}/.exec(String(refused))?.[0] ?? "";
    const id = await open(content).load(digest);
    expect(digest).not.toBe("");
    expect(id).toBeDefined();
  });

  it("with its layers compressed, as kaniko and ko write it", async () => {
    const name = newName();
    const image = await newImage("x");
    const packed = image.layers.map((layer) => gzipSync(layer));
    const paths = packed.map((layer) => `${digestOf(layer).slice(7)}.tar.gz`);
    const config = digestOf(image.config);
    const manifest = [{ Config: config, RepoTags: [`index.docker.io/library/${name}`], Layers: paths }];
    const content = await tar([
      { name: config, content: image.config },
      ...packed.map((layer, index) => ({ name: paths[index] ?? "", content: layer })),
      { name: "manifest.json", content: JSON.stringify(manifest) },
    ]);
    await expectLoaded(content, name, name, image);
  });

  it.each(compressions)(
    "although a layer is written again for each image that has it, %s",
    async (_form, compress) => {
      const name = newName();
      const image = await newImage("x", { tags: [name] });
      const files = archiveFiles("blobs", image);
      const again = files.filter(({ content }) => content === image.layers[1]);
      await expectLoaded(compress(await tar([...again, ...files])), name, name, image);
    },
  );
});

it("only the layers that the engine lacks are read of an OCI archive", async () => {
  const name = newName();
  const annotations = { "org.opencontainers.image.ref.name": name };
  const base = { base: randomBytes(3_000_000) };
  const [before, after] = await Promise.all(
    ["1", "2"].map((text) => makeImage({ layers: [base, { "which.txt": text }], config: { architecture } })),
  );
  const facts = await (await testDriver().images?.())?.facts({ signal: new AbortController().signal });
  // A containerd store keeps layers as they came, and does not tell in which form it has them.
  for (const form of facts?.kind === "containerd" ? (["plain"] as const) : layerForms) {
    if (before === undefined || after === undefined) throw new Error("no images");
    await open(await tar(ociFiles(form, { images: [{ image: before }], annotations }))).load(name);
    const object = objectOf(await tar(ociFiles(form, { images: [{ image: after }], annotations })));
    const source = openArchives(object, own.prefix);
    const [found] = await source.observe(name);
    expect(found?.remote).toMatchObject({ transfer: { layers: 1, totalLayers: 2 } });
    await source.load(name);
    expect((await fileIn(name, "/which.txt"))?.toString()).toBe("2");
    expect(object.count.bytes).toBeLessThan(200_000);
    await engine.json("DELETE", `/images/${name}?force=1`);
  }
});

describe("what grows without bounds is taken when it is said to be meant", () => {
  const limits = { ratioFromBytes: 2_000_000 };

  it.each(["gzip", "zstd"] as const)("in a layer of %s", async (form) => {
    const name = newName();
    const image = await makeImage({
      layers: [{ [`var/log/${form}`]: Buffer.alloc(60_000_000) }],
      config: { architecture },
    });
    const annotations = { "org.opencontainers.image.ref.name": name };
    const object = objectOf(await tar(ociFiles(form, { images: [{ image }], annotations })));
    await expect(openArchives(object, own.prefix, limits).load(name)).rejects.toMatchObject({
      message: expect.stringContaining("grows more than 200 times"),
      hint: expect.stringContaining("--trust-images"),
    });
    await openArchives(object, own.prefix, { ...limits, ...trustedLimits }).load(name);
    expect(await missingLayers(name, diffIdsOf(image))).toEqual([]);
  });
});
