import type { ObjectStat, RangedObject } from "@hashike/core";
import { HashikeError, isHashikeError } from "@hashike/core";
import { bodyChunks } from "./body-chunks.ts";
import type { ObjectBackend, PartStat } from "./object-backend.ts";
import { defaultPatience, type Patience } from "./patience.ts";
import { readResumed } from "./read-resumed.ts";

/** The contract of a {@link RangedObject} over what a kind of server can do. */
export function createRangedObject(
  backend: ObjectBackend,
  patience: Patience = defaultPatience,
): RangedObject {
  const { address } = backend;
  const explained = async <T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      throw isHashikeError(error) ? error : await backend.explain(error);
    }
  };
  const stat = (signal: AbortSignal | undefined) =>
    explained(signal, async () => complete(await backend.head(signal), address));

  return {
    address,
    stat: ({ signal } = {}) => stat(signal),
    readSuffix: (length, { signal } = {}) =>
      explained(signal, async () => {
        const part = await suffixOf(backend, length, signal);
        if (part === undefined) return { stat: await stat(signal), bytes: new Uint8Array(0) };
        const bytes = await lastBytes(bodyChunks(part, { address, signal, patience }), length);
        return { stat: complete({ ...part.stat }, address), bytes };
      }),
    read: ({ version }, start, end, { signal } = {}) =>
      readResumed(backend, { version, start, end, signal, patience }),
  };
}

/** @returns undefined for an empty object, which has no last byte to ask for */
async function suffixOf(backend: ObjectBackend, length: number, signal: AbortSignal | undefined) {
  try {
    return await backend.get({ range: `bytes=-${length}` }, signal);
  } catch (error) {
    if (!isHashikeError(error) || error.code !== "SOURCE_CHANGED") throw error;
    if ((await backend.head(signal)).size === 0) return undefined;
    throw error;
  }
}

/** A server without ranges sends everything, which may not fit into memory. */
async function lastBytes(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Uint8Array> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    size += chunk.length;
    while (kept[0] !== undefined && size - kept[0].length >= length) size -= kept.shift()?.length ?? 0;
  }
  return Buffer.concat(kept).subarray(-length);
}

function complete({ size, version }: PartStat, address: string): ObjectStat {
  if (size !== undefined) return { size, version };
  throw new HashikeError("SOURCE_UNREADABLE", `${address}: the server does not say how long it is`, {
    hint: "serve it as a file of known length",
  });
}
