import type { TarEntry } from "./tar-entries.ts";
import type { TarInput } from "./tar-input.ts";

/** Enough to tell a document, and how a layer is compressed. */
export const headBytes = 4;

/** Configs and manifests are JSON; what begins like it and is long, or one too many, is taken for a layer. */
export async function isDocument(
  { offset, size }: TarEntry,
  input: TarInput,
  maxBytes: number,
  maxKeptBytes: number,
): Promise<boolean> {
  if (size === 0 || size > Math.min(maxBytes, maxKeptBytes)) return false;
  const [first] = await input.read(offset, Math.min(size, headBytes));
  return first === "{".charCodeAt(0) || first === "[".charCodeAt(0);
}

/** Puts what was looked at before the rest. */
export async function* withHead(
  head: Uint8Array,
  entry: TarEntry,
  input: TarInput,
): AsyncGenerator<Uint8Array> {
  yield head;
  yield* input.stream(entry.offset + head.length, entry.size - head.length);
}
