import type { BigIntStats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { ObjectStat, RangedObject } from "@hashike/core";
import { isHashikeError } from "@hashike/core";
import { fileError } from "./file-error.ts";
import { pathOf } from "./file-path.ts";
import { changed } from "./object/read-resumed.ts";

const chunkBytes = 256 * 1024;

/**
 * A file. Its version is which file it is, its size, and when it was last written.
 * @param address a path or a `file:` URL
 */
export function openFileObject(address: string): RangedObject {
  const path = pathOf(address);
  return {
    address: path,
    stat: ({ signal } = {}) => withFile(path, signal, statOf),
    readSuffix: (length, { signal } = {}) =>
      withFile(path, signal, async (file) => {
        const stat = await statOf(file);
        const start = Math.max(0, stat.size - length);
        return { stat, bytes: await readAt(file, path, start, stat.size - start) };
      }),
    async *read({ version }, start, end, { signal } = {}) {
      const file = await explained(path, () => open(path));
      try {
        for (let at = start; at < end; at += chunkBytes) {
          signal?.throwIfAborted();
          const bytes = await explained(path, () => readAt(file, path, at, Math.min(chunkBytes, end - at)));
          // After the bytes: what is written over meanwhile must not pass.
          if ((await statOf(file)).version !== version) throw changed(path);
          yield bytes;
        }
      } finally {
        await file.close();
      }
    },
  };
}

function withFile<T>(
  path: string,
  signal: AbortSignal | undefined,
  use: (file: FileHandle) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  return explained(path, async () => {
    const file = await open(path);
    try {
      return await use(file);
    } finally {
      await file.close();
    }
  });
}

/** Puts what the file system says into the user's words. */
async function explained<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw isHashikeError(cause) ? cause : fileError(path, cause);
  }
}

async function statOf(file: FileHandle): Promise<ObjectStat> {
  const { dev, ino, size, mtimeNs }: BigIntStats = await file.stat({ bigint: true });
  return { size: Number(size), version: `${dev}-${ino}-${size}-${mtimeNs}` };
}

async function readAt(file: FileHandle, path: string, start: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, start + done);
    if (bytesRead === 0) throw changed(path);
    done += bytesRead;
  }
  return bytes;
}
