import { HashikeError, type RangedObject } from "@hashike/core";
import { digestOf } from "./make-image.ts";

/** An object whose content a test may change, and that counts what is read of it. */
export interface MemoryObject extends RangedObject {
  content: Buffer;
  /** Bytes of bodies, and requests of every kind, since the last `reset`. */
  readonly count: { bytes: number; requests: number };
  reset(): void;
  /** Called before each chunk of a body. */
  onChunk?: (position: number) => void;
}

export function memoryObject(address: string, content: Buffer): MemoryObject {
  const count = { bytes: 0, requests: 0 };
  const stat = () => ({ size: object.content.length, version: digestOf(object.content).slice(7, 23) });
  const object: MemoryObject = {
    address,
    content,
    stat: async () => {
      count.requests += 1;
      return stat();
    },
    readSuffix: async (length) => {
      count.requests += 1;
      const bytes = object.content.subarray(Math.max(0, object.content.length - length));
      count.bytes += bytes.length;
      return { stat: stat(), bytes };
    },
    read: async function* (wanted, start, end, options) {
      count.requests += 1;
      for (let position = start; position < end; position += 65_536) {
        options?.signal?.throwIfAborted();
        object.onChunk?.(position);
        if (wanted.version !== stat().version)
          throw new HashikeError("SOURCE_CHANGED", `${address} has changed`);
        const chunk = object.content.subarray(position, Math.min(end, position + 65_536));
        count.bytes += chunk.length;
        yield chunk;
      }
    },
    count,
    reset: () => void Object.assign(count, { bytes: 0, requests: 0 }),
  };
  return object;
}
