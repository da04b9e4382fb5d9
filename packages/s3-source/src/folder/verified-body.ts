import { createHash } from "node:crypto";
import type { Content } from "./object-folder.ts";

/** What was to be written is not what it was said to be. */
export class ContentError extends Error {
  override readonly name = "ContentError";
}

/**
 * Passes a content on, and keeps its last chunk back until all of it was right: what ends early is stored nowhere.
 * @throws ContentError for another size or digest
 */
export async function* verifiedBody({ size, digest, body }: Content): AsyncGenerator<Uint8Array> {
  const hash = createHash("sha256");
  let passed = 0;
  let held: Uint8Array | undefined;
  for await (const chunk of body) {
    passed += chunk.length;
    if (passed > size) throw new ContentError(`it is longer than ${size} bytes`);
    hash.update(chunk);
    if (chunk.length === 0) continue;
    if (held !== undefined) yield held;
    held = chunk;
  }
  if (passed < size) throw new ContentError(`it ends after ${passed} of ${size} bytes`);
  const found = `sha256:${hash.digest("hex")}`;
  if (found !== digest) throw new ContentError(`it has the digest ${found.slice(0, 19)}`);
  if (held !== undefined) yield held;
}
