import { describe, expect, it } from "vitest";
import { tar } from "../../test/archive/make-image.ts";
import { tailFiles } from "./tail-files.ts";

const windowOf = (bytes: Buffer, length: number) => {
  const offset = Math.max(0, bytes.length - length);
  return { offset, bytes: bytes.subarray(offset) };
};

describe("tailFiles", () => {
  it.each([0, 1, 100, 511])(
    "finds the files at the end of a tar, from a window that begins anywhere: %d",
    async (more) => {
      const bytes = await tar([
        { name: "blob", content: Buffer.alloc(5000, "x") },
        { name: "./index.json", content: "{}" },
        { name: "manifest.json", content: "[1]" },
      ]);
      const files = tailFiles(windowOf(bytes, 4096 + more));
      expect([...files.keys()].sort()).toEqual(["index.json", "manifest.json"]);
      const { offset = 0, size = 0 } = files.get("manifest.json") ?? {};
      expect(bytes.subarray(offset, offset + size).toString()).toBe("[1]");
    },
  );

  it("leaves out those of a tar within it", async () => {
    const layer = await tar([{ name: "index.json", content: "of a web server" }]);
    const bytes = await tar([
      { name: "layer.tar", content: layer },
      { name: "manifest.json", content: "[]" },
    ]);
    expect([...tailFiles({ offset: 0, bytes }).keys()].sort()).toEqual(["layer.tar", "manifest.json"]);
    expect([...tailFiles(windowOf(bytes, bytes.length - 512)).keys()]).toEqual(["manifest.json"]);
  });

  it("finds them without the zeros at the end, and none in what is cut off", async () => {
    const bytes = await tar([{ name: "manifest.json", content: "[]" }]);
    expect(tailFiles({ offset: 0, bytes: bytes.subarray(0, 1024) }).size).toBe(1);
    expect(tailFiles({ offset: 0, bytes: bytes.subarray(0, 700) }).size).toBe(0);
    expect(tailFiles({ offset: 0, bytes: Buffer.alloc(2048) }).size).toBe(0);
    expect(tailFiles({ offset: 0, bytes: Buffer.alloc(2048, "text ") }).size).toBe(0);
  });
});
