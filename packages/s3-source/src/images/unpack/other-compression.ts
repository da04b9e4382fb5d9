import { RefusalError } from "../refusal-error.ts";
import { type Compression, compressionOf } from "./compression.ts";

/** What is read here; Node has nothing for the others, and containerd stores take no layers of those either. */
export type ReadCompression = Extract<Compression, "none" | "gzip" | "zstd">;

/**
 * @param head the first bytes of a layer
 * @throws RefusalError for a compression that is not read here
 */
export function layerCompression(head: Uint8Array): ReadCompression {
  const found = compressionOf(head);
  if (isRead(found)) return found;
  throw new RefusalError(
    `has a layer that is compressed with ${found}`,
    "write its layers uncompressed, or with gzip or zstd",
  );
}

/**
 * @param head the first bytes of an archive
 * @throws RefusalError for a compression that is not read here
 */
export function archiveCompression(head: Uint8Array): ReadCompression {
  const found = compressionOf(head);
  if (isRead(found)) return found;
  throw otherCompression(found);
}

/** @param name in the words of people: `xz` */
export function otherCompression(name: string): RefusalError {
  return new RefusalError(
    `is compressed with ${name}, which is not read here`,
    "uncompress it, or compress it with gzip or zstd",
  );
}

function isRead(compression: Compression): compression is ReadCompression {
  return compression === "none" || compression === "gzip" || compression === "zstd";
}
