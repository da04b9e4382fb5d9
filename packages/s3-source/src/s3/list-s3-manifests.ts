import { HashikeError } from "@hashike/core";
import { isManifestName } from "../is-manifest-name.ts";
import { connectS3 } from "./connect-s3.ts";
import { formatS3Address, type S3Address } from "./s3-address.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Options } from "./s3-options.ts";

export interface ListedManifest {
  readonly address: S3Address;
  readonly version: string;
}

/** A prefix with more manifests than this is most likely not what somebody meant. */
const maxManifests = 1000;

/**
 * The `.yml`, `.yaml` and `.json` objects below a prefix, in the order of their keys' bytes; none of what begins with `.`.
 * @throws HashikeError `SOURCE_NOT_FOUND` when there is none: applying nothing by accident would remove everything
 */
export async function listS3Manifests(
  prefix: S3Address,
  options: S3Options,
  signal: AbortSignal | undefined,
): Promise<readonly ListedManifest[]> {
  const connection = await connectS3(options);
  const { client, sdk } = connection;
  const found: ListedManifest[] = [];
  const pages = sdk.paginateListObjectsV2(
    { client },
    { Bucket: prefix.bucket, Prefix: prefix.key },
    {
      ...(signal === undefined ? {} : { abortSignal: signal }),
    },
  );
  try {
    for await (const { Contents = [] } of pages) {
      for (const { Key: key = "", ETag: version = "" } of Contents) {
        if (!isManifestName(key.slice(prefix.key.length))) continue;
        found.push({ address: { bucket: prefix.bucket, key, versionId: undefined }, version });
      }
      if (found.length > maxManifests) throw tooMany(prefix);
    }
  } catch (cause) {
    signal?.throwIfAborted();
    throw await s3Error(cause, prefix, connection);
  }
  if (found.length === 0) throw none(prefix);
  return found.sort((a, b) => Buffer.compare(Buffer.from(a.address.key), Buffer.from(b.address.key)));
}

function none(prefix: S3Address): HashikeError {
  return new HashikeError(
    "SOURCE_NOT_FOUND",
    `${formatS3Address(prefix)}: no .yml, .yaml or .json object below this prefix`,
    { hint: "name the prefix that holds the manifests; an object's own key does not end in /" },
  );
}

function tooMany(prefix: S3Address): HashikeError {
  return new HashikeError(
    "SOURCE_UNREADABLE",
    `${formatS3Address(prefix)}: more than ${maxManifests} manifests below this prefix`,
    { hint: "name a longer prefix" },
  );
}
