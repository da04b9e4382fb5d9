import { HashikeError, withoutCredentials } from "@hashike/core";

/** An object in S3, or with a key that is empty or ends in `/` all objects below a prefix. */
export interface S3Address {
  readonly bucket: string;
  /** As it is stored: neither decoded nor normalised, for `a//b`, `./a` and `%20` are keys, too. */
  readonly key: string;
  /** One stored version, of a bucket that keeps them. */
  readonly versionId: string | undefined;
}

/**
 * Reads `s3://bucket/key`, `s3://bucket/prefix/` or `s3://bucket/key?versionId=ID`. A `?` before anything else belongs
 * to the key.
 * @throws HashikeError `USAGE`
 */
export function parseS3Address(address: string): S3Address {
  const [, bucket = "", rest = ""] = /^s3:\/\/([^/]*)\/?([\s\S]*)/i.exec(address) ?? [];
  if (!/^[a-z0-9][a-z0-9._-]{1,253}[a-z0-9]$/i.test(bucket)) {
    throw new HashikeError(
      "USAGE",
      `${withoutCredentials(address)}: ${bucket === "" ? "no bucket" : "no name of a bucket"} in it`,
      {
        hint: "write s3://BUCKET/KEY, or s3://BUCKET/PREFIX/ for all manifests below it",
      },
    );
  }
  const [, key = rest, versionId] = /^([\s\S]*)\?versionId=([^?&]+)$/.exec(rest) ?? [];
  return { bucket, key, versionId };
}

export function formatS3Address({ bucket, key, versionId }: S3Address): string {
  return `s3://${bucket}/${key}${versionId === undefined ? "" : `?versionId=${versionId}`}`;
}
