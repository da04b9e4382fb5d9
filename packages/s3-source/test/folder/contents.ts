import { createHash } from "node:crypto";
import type { Content, ObjectFolder } from "../../src/folder/object-folder.ts";

/** A content in several chunks. */
export function contentOf(bytes: Uint8Array, claim: Partial<Content> = {}): Content {
  return { size: bytes.length, digest: digestOf(bytes), body: inChunks(bytes), ...claim };
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

export async function* inChunks(bytes: Uint8Array, size = 100_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function readAll(folder: ObjectFolder, key: string): Promise<Buffer> {
  const object = folder.object(key);
  const stat = await object.stat();
  const chunks: Uint8Array[] = [];
  for await (const chunk of object.read(stat, 0, stat.size)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
