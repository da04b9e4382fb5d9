import type { Descriptor } from "../images/descriptor.ts";
import { isImage } from "../images/descriptor.ts";
import { type ImageConfig, parseImageConfig, sha256 } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import type { Platform } from "../images/platform.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { trustHint } from "../images/unpack/growth-check.ts";
import { parseStored, type StoredManifest } from "../store/read/stored-manifest.ts";
import type { IndexEntry } from "./archive-index.ts";
import { blobPath } from "./blob-path.ts";

/** Reads a document of the archive by its path; `undefined` when it is not there. */
export type ReadDocument = (path: string) => Promise<Uint8Array | undefined>;

/** An image of one platform that an index lists. */
export interface IndexImage {
  readonly entry: IndexEntry;
  /** By which it may be asked for: of its manifest, its config, and the indexes above it. */
  readonly digests: readonly string[];
  readonly platform: Platform | undefined;
  /** Absent when it is listed and not there: engines save the platforms that they have, and list all. */
  readonly manifest: StoredManifest | undefined;
}

/** `docker save` puts an index into the index; deeper ones nobody writes. */
const mostDepth = 4;

/** @throws RefusalError for documents that are damaged, or too many */
export async function indexImages(
  entries: readonly IndexEntry[],
  read: ReadDocument,
  limits: ImageLimits,
): Promise<readonly IndexImage[]> {
  const found: IndexImage[] = [];
  const visit = async (
    entry: IndexEntry,
    descriptor: Descriptor,
    above: readonly string[],
  ): Promise<void> => {
    if (found.length >= limits.maxImages)
      throw new RefusalError(`has more than ${limits.maxImages} images`, trustHint);
    if (above.length >= mostDepth) throw new RefusalError("has indexes of images within one another");
    const { digest, platform } = descriptor;
    const digests = [...above, digest];
    const bytes = await readBlob(digest, read);
    if (bytes === undefined) {
      found.push({ entry, digests, platform, manifest: undefined });
      return;
    }
    const stored = parseStored(digest, bytes, limits);
    if (stored.kind === "index") {
      for (const child of stored.manifests.filter(isImage)) await visit(entry, child, digests);
      return;
    }
    const { config } = stored;
    found.push({
      entry,
      digests: [...digests, config.digest],
      platform: platform ?? (await platformIn(config.digest, read, limits)),
      manifest: stored,
    });
  };
  for (const entry of entries) await visit(entry, entry.descriptor, []);
  return found;
}

/** Skopeo and Podman leave it to the config. */
async function platformIn(
  digest: string,
  read: ReadDocument,
  limits: ImageLimits,
): Promise<Platform | undefined> {
  const bytes = await readBlob(digest, read);
  if (bytes === undefined) return undefined;
  const { os, architecture }: ImageConfig = parseImageConfig(bytes, limits);
  return os === undefined || architecture === undefined ? undefined : { os, architecture };
}

async function readBlob(digest: string, read: ReadDocument): Promise<Uint8Array | undefined> {
  const path = blobPath(digest);
  const bytes = await read(path);
  if (bytes === undefined) return undefined;
  const found = sha256(bytes);
  if (found === digest) return bytes;
  throw new RefusalError(`is damaged: ${path} has the digest ${found.slice(0, 19)}`);
}
