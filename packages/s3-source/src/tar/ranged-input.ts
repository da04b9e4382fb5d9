import type { ObjectStat, RangedObject } from "@hashike/core";
import type { TarInput } from "./tar-input.ts";

/** Holds the headers of all that is small, and costs little where only one header is wanted. */
export const windowBytes = 16 * 1024;

/**
 * A tar in an object that can be read in parts: what is read is a window, what is skipped costs nothing.
 * @param known a part that was read already
 */
export function rangedInput(
  object: RangedObject,
  stat: ObjectStat,
  { signal, known }: { readonly signal: AbortSignal; readonly known?: Window | undefined },
): TarInput {
  const { size } = stat;
  let last: Window | undefined;
  const stream = (offset: number, length: number) =>
    object.read(stat, Math.min(offset, size), Math.min(offset + length, size), { signal });
  return {
    size,
    stream,
    read: async (offset, length) => {
      const end = Math.min(offset + length, size);
      if (offset >= end) return new Uint8Array();
      const held = [last, known].find((w) => w !== undefined && holds(w, offset, end)) ?? {
        offset,
        bytes: await collect(stream(offset, Math.max(length, windowBytes))),
      };
      if (held !== known) last = held;
      return held.bytes.subarray(offset - held.offset, end - held.offset);
    },
  };
}

export interface Window {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

function holds(window: Window, start: number, end: number): boolean {
  return start >= window.offset && end <= window.offset + window.bytes.length;
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
