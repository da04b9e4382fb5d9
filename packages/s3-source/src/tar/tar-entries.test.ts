import { pack } from "tar-stream";
import { describe, expect, it } from "vitest";
import { tar } from "../../test/archive/make-image.ts";
import { defaultLimits } from "../images/image-limits.ts";
import { sequentialInput } from "./sequential-input.ts";
import { cleanName, type TarEntry, tarEntries } from "./tar-entries.ts";
import { blockSize, decodeHeader, encodeHeader, paddedSize } from "./tar-header.ts";

async function entriesOf(bytes: Uint8Array, chunkBytes = 1000, limits = defaultLimits): Promise<TarEntry[]> {
  const chunks = async function* () {
    for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
  };
  const found: TarEntry[] = [];
  for await (const entry of tarEntries(sequentialInput(chunks()), limits)) found.push(entry);
  return found;
}

describe("tarEntries", () => {
  const long = `${"folder/".repeat(40)}file`;

  it("reads names that are too long for a plain header, as PAX writes them", async () => {
    const bytes = await tar([
      { name: long, content: "x" },
      { name: "l", type: "symlink", linkname: long },
    ]);
    expect(await entriesOf(bytes)).toMatchObject([
      { name: long, kind: "file", size: 1 },
      { name: "l", kind: "symlink", linkName: long },
    ]);
  });

  it("reads long names and links as GNU tar writes them", async () => {
    const special = (type: string, text: string) => {
      const header = Buffer.from(encodeHeader("././@LongLink", text.length + 1));
      header.write(type, 156);
      header.write(`${sum(header).toString(8).padStart(6, "0")}\0 `, 148);
      return [header, Buffer.from(text.padEnd(paddedSize(text.length + 1), "\0"))];
    };
    const entry = Buffer.from(encodeHeader("short", 0));
    entry.write("2", 156);
    entry.write(`${sum(entry).toString(8).padStart(6, "0")}\0 `, 148);
    const bytes = Buffer.concat([...special("K", `${long}-target`), ...special("L", long), entry]);
    expect(await entriesOf(bytes)).toMatchObject([
      { name: long, linkName: `${long}-target`, kind: "symlink" },
    ]);
  });

  it.each([1, 7, 512, 100_000])("reads a tar that comes in pieces of %d bytes", async (chunkBytes) => {
    const bytes = await tar([
      { name: "a/", type: "directory" },
      { name: "./a/b", content: "hello" },
      { name: "c" },
    ]);
    const found = await entriesOf(bytes, chunkBytes);
    expect(found.map(({ name, kind, size }) => [name, kind, size])).toEqual([
      ["a", "directory", 0],
      ["a/b", "file", 5],
      ["c", "file", 0],
    ]);
    expect(bytes.subarray(found[1]?.offset, (found[1]?.offset ?? 0) + 5).toString()).toBe("hello");
  });

  it("ends where the archive ends, also without the blocks of zeros", async () => {
    const bytes = await tar([{ name: "a", content: "x" }]);
    expect(await entriesOf(bytes.subarray(0, 2 * blockSize))).toHaveLength(1);
    await expect(entriesOf(bytes.subarray(0, 100))).rejects.toThrow("ends in the middle");
  });

  it("has bounds", async () => {
    const files = Array.from({ length: 12 }, (_, index) => ({ name: `f${index}` }));
    const limits = { ...defaultLimits, maxEntries: 10, maxDocumentBytes: 100 };
    await expect(entriesOf(await tar(files), 1000, limits)).rejects.toThrow("more than 10 entries");
    await expect(entriesOf(await tar([{ name: long }]), 1000, limits)).rejects.toThrow("too long");
  });

  it("refuses a sparse file", async () => {
    const packer = pack();
    packer.entry({ name: "x", pax: { "GNU.sparse.size": "1000000000000" } }, "x");
    packer.finalize();
    const chunks: Buffer[] = [];
    for await (const chunk of packer) chunks.push(chunk as Buffer);
    await expect(entriesOf(Buffer.concat(chunks))).rejects.toThrow("sparse");
  });
});

describe("a header", () => {
  it.each([0, 1, 8_589_934_591, 8_589_934_592, 200_000_000_000])("keeps a size of %d", (size) => {
    expect(decodeHeader(encodeHeader("blobs/x", size))).toEqual({
      name: "blobs/x",
      size,
      type: "0",
      linkName: "",
    });
  });

  it("is told from other bytes by its sum", () => {
    const block = Buffer.from(encodeHeader("a", 1));
    block[0] = 0x62;
    expect(() => decodeHeader(block)).toThrow("no tar archive");
  });
});

it.each(["/a", "../a", "a/../../b", "a/..", "..", "a\0b"])("cleanName refuses %j", (name) => {
  expect(() => cleanName(name)).toThrow("leads out");
});

function sum(block: Uint8Array): number {
  return block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
}
