import type { ObjectFolder } from "../../folder/object-folder.ts";
import { sha256 } from "../../images/image-config.ts";
import type { ImageLimits } from "../../images/image-limits.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { blobKey } from "../layout.ts";
import { isNotFound } from "../not-found.ts";

/** A folder of a store, and how it is read. */
export interface Reading {
  readonly folder: ObjectFolder;
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
}

/**
 * Reads a small object with one request.
 * @throws RefusalError for a long one; HashikeError `SOURCE_…`
 */
export async function readDocument(key: string, { folder, limits, signal }: Reading): Promise<Uint8Array> {
  const { stat, bytes } = await folder.object(key).readSuffix(limits.maxDocumentBytes, { signal });
  if (stat.size > bytes.length) throw new RefusalError(`has a ${key} that is too long`);
  return bytes;
}

/**
 * @param missing thrown when the blob is not there
 * @throws RefusalError also for one that is not what its digest says
 */
export async function readBlob(
  digest: string,
  reading: Reading,
  missing: Error = lacks(blobKey(digest)),
): Promise<Uint8Array> {
  const key = blobKey(digest);
  const bytes = await readDocument(key, reading).catch((error: unknown) => {
    throw isNotFound(error) ? missing : error;
  });
  const found = sha256(bytes);
  if (found === digest) return bytes;
  throw new RefusalError(`is damaged: ${key} has the digest ${found.slice(0, 19)}`);
}

/** A blob that a manifest or a tag names is not there. */
export function lacks(key: string): RefusalError {
  return new RefusalError(`is damaged: it lacks ${key}`);
}
