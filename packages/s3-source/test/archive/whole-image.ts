import { gunzipSync } from "node:zlib";
import { extract } from "tar-stream";
import { engine } from "../../../docker-driver/test/support/engine.ts";
import { digestOf } from "./make-image.ts";

/** @returns what is missing of an image that has these layers, by what the engine itself can give; empty when whole */
export async function missingLayers(name: string, diffIds: readonly string[]): Promise<readonly string[]> {
  const exported = new Set<string>();
  for (const { content } of await filesOf(await engine.bytes("GET", `/images/${name}/get`))) {
    exported.add(digestOf(content));
    // A containerd store gives a layer as it came from a registry.
    if (content[0] === 0x1f && content[1] === 0x8b) exported.add(digestOf(gunzipSync(content)));
  }
  return diffIds.filter((diffId) => !exported.has(diffId));
}

/** @returns a file as a container of the image would see it; the container is never started */
export async function fileIn(name: string, path: string): Promise<Buffer | undefined> {
  const { Id } = await engine.json<{ Id: string }>("POST", "/containers/create", { Image: name });
  try {
    const files = await filesOf(await engine.bytes("GET", `/containers/${Id}/archive?path=${path}`));
    return files[0]?.content;
  } finally {
    await engine.json("DELETE", `/containers/${Id}?force=1`);
  }
}

async function filesOf(tar: Buffer): Promise<{ name: string; content: Buffer }[]> {
  const files: { name: string; content: Buffer }[] = [];
  const entries = extract();
  entries.end(tar);
  for await (const entry of entries) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    files.push({ name: entry.header.name, content: Buffer.concat(chunks) });
  }
  return files;
}
