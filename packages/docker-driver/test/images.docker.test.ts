import type { ImageSpec } from "@hashike/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageSource } from "../src/index.ts";
import { makeAction, steps } from "./support/actions.ts";
import { testDriver } from "./support/driver.ts";
import { engine } from "./support/engine.ts";
import { busybox, imageId, storeKind } from "./support/images.ts";
import { type OwnThings, ownThings } from "./support/own-things.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { pushToRegistry, type RegistryImage, registry } from "./support/registry.ts";

let own: OwnThings;
let local: string;
let remote: RegistryImage;

beforeAll(async () => {
  own = await ownThings("images");
  local = own.name("app:1");
  await engine.json("POST", `/images/${busybox}/tag?repo=${own.name("app")}&tag=1`);
  remote = await pushToRegistry(busybox, own.name("remote"));
});

afterAll(async () => {
  await remote.remove();
  await own.removeAll();
});

const pull = (about: Partial<ImageSpec>, digest?: string) => {
  const image: ImageSpec = { reference: remote.reference, scheme: "registry", policy: "Always", ...about };
  const more = digest === undefined ? {} : { digest };
  return steps(testDriver(), "").run(makeAction("image.pull", image.reference, { image, ...more }));
};

describe("image.pull", () => {
  it("gives the engine's ID of what it brought", async () => {
    expect(await engine.status("GET", `/images/${remote.reference}/json`)).toBe(404);
    expect(await pull({}, remote.digest)).toEqual({ imageId: await imageId(busybox) });
  });

  it("makes do with the local image when nobody knows of a newer one, and says so", async () => {
    await engine.json("POST", `/images/${busybox}/tag?repo=localhost:1/${own.name("app")}&tag=1`);
    const reference = `localhost:1/${own.name("app:1")}`;
    const { imageId: id, notices } = await pull({ reference });
    expect(id).toBe(await imageId(busybox));
    expect(notices).toEqual([expect.stringContaining("the local image is used")]);
    // What is known to be newer is not left out in silence.
    await expect(pull({ reference }, `sha256:${"0".repeat(64)}`)).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
    });
  });

  it("fails when there is no local image either", async () => {
    await expect(pull({ reference: `${registry}/${own.name("none:1")}` })).rejects.toMatchObject({
      code: "DRIVER_IMAGE_PULL_FAILED",
      message: expect.stringContaining(own.name("none:1")),
    });
  });
});

describe("what an image source gets", () => {
  const loading = (load: ImageSource["load"]) => {
    const source: ImageSource = {
      localName: () => local,
      resolve: async () => ({ status: "unasked" }),
      load,
    };
    const image: ImageSpec = { reference: "archive://x", scheme: "archive", policy: "Always" };
    return steps(testDriver({ imageSources: { archive: source } }), "").run(
      makeAction("image.pull", "archive://x", { image }),
    );
  };

  it("loads an archive, finds, tags and removes images", async () => {
    const archive = await engine.bytes("GET", `/images/${local}/get`);
    const { imageId: loaded } = await loading(async (_reference, store, options) => {
      await store.load(inPieces(archive), options);
      const found = await store.find(local, options);
      const id = found?.id ?? "none";
      await store.tag(id, own.name("loaded:1"));
      expect(found?.layers).toHaveLength(1);
      expect(await store.list(options)).toContainEqual(await store.find(id, options));
      expect(await store.find(own.name("nothing:1"), options)).toBeUndefined();
      return id;
    });
    expect(loaded).toBe(await imageId(own.name("loaded:1")));
  });

  it("knows the store and the platform", async () => {
    await loading(async (_reference, store, options) => {
      const kind = await storeKind();
      expect(await store.facts(options)).toEqual({ kind, os: "linux", architecture: "amd64" });
      return "";
    });
  });

  it("keeps a note in place of an earlier one", async () => {
    const note = {
      archive: `s3://${own.prefix}/misc.tar`,
      version: "1",
      name: "app:1",
      configDigest: "sha256:c",
      imageId: "sha256:i",
      isPlain: true,
    };
    await loading(async (_reference, store, options) => {
      const kept = async () => (await store.notes(options)).filter((n) => n.archive === note.archive);
      await store.note(note);
      await store.note(note);
      await store.note({ ...note, name: "other:1" });
      await store.note({ ...note, version: "2" });
      expect((await kept()).map(({ name, version }) => `${name} ${version}`).sort()).toEqual([
        "app:1 2",
        "other:1 1",
      ]);
      return "";
    });
  });

  it("says so when there was no image in an archive", async () => {
    const empty = loading(async (_reference, store, options) => {
      await store.load(inPieces(Buffer.from(emptyArchive(), "latin1")), options);
      return "";
    });
    // The words of an engine with a containerd store come second.
    const message = expect.stringMatching(/no image|image might be filtered out/);
    await expect(empty).rejects.toMatchObject({ code: "DRIVER_IMAGE_PULL_FAILED", message });
  });

  it("fails for what is no archive", async () => {
    const broken = loading(async (_reference, loader, options) => {
      await loader.load(inPieces(Buffer.alloc(2048, "x")), options);
      return "";
    });
    await expect(broken).rejects.toMatchObject({ code: "DRIVER_IMAGE_PULL_FAILED" });
  });
});

describe("the driver's images", () => {
  const imagesOf = async (host?: string) => {
    const images = await testDriver(host === undefined ? {} : { host }).images?.();
    if (images === undefined) throw new Error("there are none");
    return images;
  };
  const options = () => ({ signal: new AbortController().signal });

  it("export an image as the engine saves it", async () => {
    const images = await imagesOf();
    const pieces: Uint8Array[] = [];
    for await (const piece of images.export(local, options())) pieces.push(piece);
    await images.load(inPieces(Buffer.concat(pieces)), options());
    expect(Buffer.concat(pieces).includes("manifest.json")).toBe(true);
    expect(await images.find(local, options())).toMatchObject({ id: await imageId(busybox) });
  });

  it("stop exporting when nobody reads on, and when they are told to", async () => {
    await using proxy = await startRecordingProxy();
    const images = await imagesOf(proxy.host);
    for await (const _ of images.export(local, options())) break;
    const controller = new AbortController();
    const read = async () => {
      for await (const _ of images.export(local, controller)) controller.abort(new Error("enough"));
    };
    await expect(read()).rejects.toThrow("enough");
    expect(proxy.requests.filter(({ resource }) => resource.endsWith("/get"))).toHaveLength(2);
    expect(proxy.writes()).toEqual([]);
  });

  it("say so when there is none of a name", async () => {
    const images = await imagesOf();
    const first = images.export(own.name("none:1"), options())[Symbol.asyncIterator]().next();
    await expect(first).rejects.toMatchObject({
      code: "DRIVER_IMAGE_UNAVAILABLE",
      message: expect.stringContaining(`cannot export image ${own.name("none:1")}`),
    });
  });
});

/** `manifest.json` with `[]` in it, as a tar. */
function emptyArchive(): string {
  const fields = `manifest.json${"\0".repeat(87)}0000644\0${"0000000\0".repeat(2)}00000000002\0${"0".repeat(11)}\0`;
  const unsummed = `${fields}${" ".repeat(8)}0`.padEnd(512, "\0");
  const sum = [...Buffer.from(unsummed, "latin1")].reduce((total, byte) => total + byte, 0);
  const header = `${fields}${sum.toString(8).padStart(6, "0")}\0 0`.padEnd(512, "\0");
  return header + "[]".padEnd(512, "\0") + "\0".repeat(1024);
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += 65_536) yield bytes.subarray(i, i + 65_536);
}
