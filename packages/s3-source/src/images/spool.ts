import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { Content } from "../folder/object-folder.ts";

/** A layer on this machine's disk, for want of a name that tells its digest beforehand. */
export interface SpooledLayer extends AsyncDisposable {
  /** May be read once. */
  readonly content: Content;
}

/** A folder of our own for temporary files, which goes with what is in it. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), prefix));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Writes a layer to a file in `folder`, and finds out its digest and size. */
export async function spool(
  layer: AsyncIterable<Uint8Array>,
  folder: string,
  signal?: AbortSignal,
): Promise<SpooledLayer> {
  const path = join(folder, randomUUID());
  const hash = createHash("sha256");
  let size = 0;
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of layer) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  }
  const file = createWriteStream(path, { flags: "wx", mode: 0o600 });
  await pipeline(hashed(), file, signal === undefined ? {} : { signal });
  return {
    content: { size, digest: `sha256:${hash.digest("hex")}`, body: createReadStream(path) },
    [Symbol.asyncDispose]: () => rm(path, { force: true }),
  };
}
