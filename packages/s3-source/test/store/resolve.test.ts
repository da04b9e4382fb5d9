import { randomBytes } from "node:crypto";
import type { ImageStore, ImageStoreFacts, StoredImage } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { createStoreImageSources } from "../../src/store/store-image-sources.ts";
import { digestOf, makeImage, type TestImage } from "../archive/make-image.ts";
import { contentOf } from "../folder/contents.ts";
import { exportingEngine } from "./exporting-engine.ts";
import { blobKey, pointerKey, testStore } from "./test-store.ts";

type Kind = ImageStoreFacts["kind"];

/** An engine to look at, with these images and notes of having loaded them. */
function engineWith(kind: Kind, ...images: readonly StoredImage[]): ImageStore {
  return {
    facts: async () => ({ kind, os: "linux", architecture: "amd64" }),
    find: async (name) => images.find(({ id }) => id === name),
    list: async () => images,
    notes: async () =>
      images.map(({ id }) => ({
        archive: "",
        version: "",
        name: "",
        configDigest: "",
        imageId: id,
        isPlain: true,
      })),
  };
}

const layer = (name: string) => ({ [name]: randomBytes(10_000) });
const options = { signal: new AbortController().signal };
const layersOf = (image: TestImage) => image.layers.map(digestOf);
const resolve = (reference: string, engine: ImageStore) =>
  createStoreImageSources()["oci+file"]?.resolve(reference, engine, options);

describe.each<Kind>(["graph", "containerd"])("on a %s store, an image", (kind) => {
  it("is foreseen with the ID that it will have, and costs what the engine lacks", async () => {
    await using store = await testStore();
    const base = layer("a");
    const image = await makeImage({ layers: [base, layer("b")] });
    const { digest } = await store.push(exportingEngine(image).images, "1");
    const id = kind === "graph" ? digestOf(image.config) : digest;
    const other = { id: digestOf(Buffer.from("x")), names: [], layers: layersOf(image).slice(0, 1) };
    expect(await resolve(`${store.reference}:1`, engineWith(kind, other))).toMatchObject({
      status: "current",
      digest: id,
      transfer: { layers: 1, totalLayers: 2 },
    });
    const found = await resolve(
      `${store.reference}:1`,
      engineWith(kind, { id, names: [], layers: layersOf(image) }),
    );
    expect(found).toEqual({ status: "current", digest: id });
  });

  it("for several platforms is the engine's", async () => {
    await using store = await testStore();
    const arm = await makeImage({ layers: [layer("a")], config: { architecture: "arm64" } });
    const amd = await makeImage({ layers: [layer("b")] });
    const entries = [];
    for (const [architecture, image] of [
      ["arm64", arm],
      ["amd64", amd],
    ] as const) {
      const { digest } = await store.push(exportingEngine(image).images, architecture);
      entries.push({ mediaType: "", digest, size: 1, platform: { os: "linux", architecture } });
    }
    const point = async (manifests: readonly object[]) => {
      const index = Buffer.from(JSON.stringify({ schemaVersion: 2, manifests }));
      await store.folder.put(blobKey(digestOf(index)), contentOf(index));
      const pointer = JSON.stringify({ mediaType: "", digest: digestOf(index), size: index.length });
      await store.folder.put(pointerKey("all"), contentOf(Buffer.from(pointer)));
    };
    await point(entries);
    expect(await resolve(`${store.reference}:all`, engineWith(kind))).toMatchObject({
      digest: kind === "graph" ? digestOf(amd.config) : entries[1]?.digest,
    });
    await point(entries.slice(0, 1));
    expect(await resolve(`${store.reference}:all`, engineWith(kind))).toMatchObject({
      status: "invalid",
      reason: expect.stringContaining("for linux/arm64, and the engine runs linux/amd64"),
    });
  });

  it("is refused when its tag tells a config that is no digest, before the engine is asked for it", async () => {
    await using store = await testStore();
    const image = await makeImage({ layers: [layer("a")] });
    const { digest } = await store.push(exportingEngine(image).images, "1");
    const config = "x/json HTTP/1.1\r\nHost: localhost\r\n\r\nDELETE /containers/web?force=1";
    const pointer = { mediaType: "", digest, size: 1, annotations: { "dev.hashike.config": config } };
    await store.folder.put(pointerKey("1"), contentOf(Buffer.from(JSON.stringify(pointer))));
    const asked: string[] = [];
    const engine = engineWith(kind);
    const listening = {
      ...engine,
      find: (name: string) => {
        asked.push(name);
        return engine.find(name, options);
      },
    };
    expect(await resolve(`${store.reference}:1`, listening)).toMatchObject({
      status: "invalid",
      reason: expect.stringMatching(
        /app.* has a tag 1 that cannot be read: its dev.hashike.config is no digest$/,
      ),
      hint: expect.any(String),
    });
    expect(asked).toEqual([]);
  });
});
