import { fieldsOf, isDigest } from "./image-config.ts";
import type { Platform } from "./platform.ts";
import { RefusalError } from "./refusal-error.ts";

/** What OCI documents point to blobs with. */
export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  readonly platform: Platform | undefined;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The tag of an entry of `index.json`. */
export const tagAnnotation = "org.opencontainers.image.ref.name";

/**
 * @param what it stands in, for messages: `a tag 1.0`
 * @throws RefusalError for what is no descriptor, or one of another digest than a sha256
 */
export function parseDescriptor(value: unknown, what: string): Descriptor {
  const { mediaType, digest, size, platform, annotations } = fieldsOf(value);
  if (!isDigest(digest) || !Number.isSafeInteger(size) || Number(size) < 0) {
    throw new RefusalError(`has ${what} that cannot be read`);
  }
  const { os, architecture, variant } = fieldsOf(platform);
  return {
    mediaType: typeof mediaType === "string" ? mediaType : "",
    digest,
    size: Number(size),
    platform:
      typeof os === "string" && typeof architecture === "string"
        ? { os, architecture, variant: typeof variant === "string" && variant !== "" ? variant : undefined }
        : undefined,
    annotations: Object.fromEntries(
      Object.entries(fieldsOf(annotations)).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      ),
    ),
  };
}

/** Whether an entry of an index is an image: beside them, builders write where an image came from, as one of no platform. */
export function isImage({ platform, annotations }: Descriptor): boolean {
  return platform?.os !== "unknown" && annotations["vnd.docker.reference.type"] === undefined;
}
