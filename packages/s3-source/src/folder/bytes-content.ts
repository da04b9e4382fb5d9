import { sha256 } from "../images/image-config.ts";
import type { Content } from "./object-folder.ts";

/** A small content that is in memory. */
export function bytesContent(bytes: Uint8Array): Content {
  return { size: bytes.length, digest: sha256(bytes), body: once(bytes) };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
