import type { EngineImages } from "@hashike/core";
import { digestOf, type TestImage } from "../archive/make-image.ts";
import { type Layout, saveArchive } from "../archive/save-archive.ts";
import { inChunks } from "../folder/contents.ts";

/** An engine that only exports one image. Counts how often it was asked to. */
export function exportingEngine(image: TestImage, layout: Layout = "blobs", save = saveArchive) {
  const layers: string[] = JSON.parse(image.config.toString()).rootfs.diff_ids;
  const count = { exports: 0 };
  const no = async () => {
    throw new Error("not here");
  };
  const images: EngineImages = {
    facts: async () => ({ kind: "graph", os: "linux", architecture: "amd64" }),
    find: async (name) =>
      image.tags.includes(name) ? { id: digestOf(image.config), names: image.tags, layers } : undefined,
    async *export() {
      count.exports += 1;
      yield* inChunks(await save(layout, image), 64 * 1024);
    },
    list: no,
    notes: no,
    load: no,
    tag: no,
    remove: no,
    note: no,
  };
  return { images, count };
}
