import { createHash } from "node:crypto";
import { once } from "node:events";
import { createGunzip, type Gunzip } from "node:zlib";
import type { ImageLimits } from "./image-limits.ts";
import { inLayer } from "./refusal-error.ts";
import { compressionOf } from "./unpack/compression.ts";
import { growthCheck } from "./unpack/growth-check.ts";
import { inflatedChunkBytes, zlibError } from "./unpack/gunzip.ts";

/** What a layer's bytes turned out to be. */
export interface MeasuredLayer {
  /** Of the bytes as they are. */
  readonly digest: string;
  readonly size: number;
  /** Of the uncompressed bytes. */
  readonly diffId: string;
  readonly isCompressed: boolean;
}

export interface LayerMeter {
  add(chunk: Uint8Array): Promise<void>;
  end(): Promise<MeasuredLayer>;
  /** Lets go of it; does nothing after `end`. */
  close(): void;
}

/**
 * Hashes a layer as it streams by, also what is inside when it is gzip.
 * @throws RefusalError for damaged gzip, and for one that grows beyond the limits
 */
export function layerMeter(limits: ImageLimits): LayerMeter {
  const outer = createHash("sha256");
  let size = 0;
  let head: Uint8Array = new Uint8Array();
  let inner: GunzipMeter | undefined;
  return {
    add: async (chunk) => {
      outer.update(chunk);
      size += chunk.length;
      if (head.length >= 2) return inner?.add(chunk);
      // The two bytes that tell gzip may come one by one.
      head = Buffer.concat([head, chunk]);
      if (compressionOf(head) === "gzip") inner = gunzipMeter(limits);
      return inner?.add(head);
    },
    end: async () => {
      const digest = `sha256:${outer.digest("hex")}`;
      const diffId = inner === undefined ? digest : await inner.end();
      return { digest, size, diffId, isCompressed: inner !== undefined };
    },
    close: () => inner?.close(),
  };
}

interface GunzipMeter {
  add(chunk: Uint8Array): Promise<void>;
  end(): Promise<string>;
  close(): void;
}

function gunzipMeter(limits: ImageLimits): GunzipMeter {
  const hash = createHash("sha256");
  const check = growthCheck(limits);
  const unzip: Gunzip = createGunzip({ chunkSize: inflatedChunkBytes });
  let fault: unknown;
  const ended = new Promise<void>((resolve) => {
    unzip.once("end", resolve);
    unzip.once("close", resolve);
  });
  unzip.on("error", (error) => {
    fault ??= error;
  });
  unzip.on("data", (chunk: Uint8Array) => {
    try {
      check.addOutput(chunk.length);
      hash.update(chunk);
    } catch (error) {
      fault ??= error;
      unzip.destroy();
    }
  });
  const throwFault = () => {
    if (fault === undefined) return;
    throw inLayer(zlibError(fault) ?? fault);
  };
  return {
    add: async (chunk) => {
      throwFault();
      check.addInput(chunk.length);
      if (!unzip.write(chunk) && !unzip.destroyed)
        await Promise.race([once(unzip, "drain"), ended]).catch(() => {});
      throwFault();
    },
    end: async () => {
      unzip.end();
      await ended;
      throwFault();
      return `sha256:${hash.digest("hex")}`;
    },
    close: () => void unzip.destroy(),
  };
}
