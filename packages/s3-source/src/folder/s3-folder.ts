import type { ListMultipartUploadsCommandOutput } from "@aws-sdk/client-s3";
import { isHashikeError } from "@hashike/core";
import { createRangedObject } from "../object/create-ranged-object.ts";
import { defaultPatience, type Patience } from "../object/patience.ts";
import { connectS3, type S3Connection } from "../s3/connect-s3.ts";
import { formatS3Address, parseS3Address, type S3Address } from "../s3/s3-address.ts";
import { createS3Backend } from "../s3/s3-backend.ts";
import { isMissing, s3Error } from "../s3/s3-error.ts";
import { type S3Options, s3Defaults } from "../s3/s3-options.ts";
import type { FolderOptions, ListedObject, ObjectFolder, UnfinishedUpload } from "./object-folder.ts";
import { defaultPartSizes, type PartSizes, uploadToS3 } from "./s3-upload.ts";
import { ContentError } from "./verified-body.ts";
import { writeError } from "./write-error.ts";

export interface S3FolderOptions {
  readonly patience?: Patience | undefined;
  readonly partSizes?: PartSizes | undefined;
}

/**
 * A prefix of a bucket. Nothing in it depends on conditional writes, or on what servers other than AWS's leave out.
 * @param url `s3://bucket/prefix`
 */
export function openS3Folder(
  url: string,
  options: S3Options = s3Defaults,
  { patience = defaultPatience, partSizes = defaultPartSizes }: S3FolderOptions = {},
): ObjectFolder {
  const { bucket, key: prefix } = parseS3Address(url);
  const root = prefix === "" ? "" : `${prefix}/`;
  const addressOf = (key: string): S3Address => ({ bucket, key: `${root}${key}`, versionId: undefined });

  /** Sends requests, and says what went wrong in the user's words. */
  const send = async <T>(
    key: string,
    action: string,
    { signal }: FolderOptions,
    work: (connection: S3Connection, abort: { abortSignal?: AbortSignal }) => Promise<T>,
  ): Promise<T> => {
    const connection = await connectS3(options);
    try {
      return await work(connection, signal === undefined ? {} : { abortSignal: signal });
    } catch (error) {
      signal?.throwIfAborted();
      if (isHashikeError(error) || error instanceof ContentError) throw error;
      throw await s3Error(error, addressOf(key), connection, action);
    }
  };
  const write = async <T>(...[key, action, folderOptions, work]: Parameters<typeof send<T>>): Promise<T> => {
    try {
      return await send(key, action, folderOptions, work);
    } catch (error) {
      folderOptions.signal?.throwIfAborted();
      const address = formatS3Address(addressOf(key));
      if (isHashikeError(error) && !error.code.startsWith("SOURCE_")) throw error;
      throw isHashikeError(error) ? writeError(address, error.cause, error) : writeError(address, error);
    }
  };

  return {
    address: `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`,
    object: (key) => createRangedObject(createS3Backend(addressOf(key), options), patience),
    sizeOf: (key, folderOptions = {}) =>
      send(key, "s3:GetObject", folderOptions, async ({ client, sdk }, abort) => {
        const { bucket: Bucket, key: Key } = addressOf(key);
        try {
          return (await client.send(new sdk.HeadObjectCommand({ Bucket, Key }), abort)).ContentLength ?? 0;
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      }),
    list: (keyPrefix, folderOptions = {}) =>
      send(`${keyPrefix}`, "s3:ListBucket", folderOptions, async ({ client, sdk }, abort) => {
        const found: ListedObject[] = [];
        const query = { Bucket: bucket, Prefix: `${root}${keyPrefix}` };
        for await (const { Contents = [] } of sdk.paginateListObjectsV2({ client }, query, abort)) {
          for (const { Key = "", Size = 0, LastModified, ETag = "" } of Contents) {
            found.push({
              key: Key.slice(root.length),
              size: Size,
              modifiedAtMs: LastModified?.getTime() ?? 0,
              version: ETag,
            });
          }
        }
        return found;
      }),
    put: (key, content, folderOptions = {}) =>
      write(key, "s3:PutObject", folderOptions, (connection) =>
        uploadToS3(connection, addressOf(key), content, {
          signal: folderOptions.signal,
          stallMs: patience.stallMs,
          partSizes,
        }),
      ),
    remove: (key, folderOptions = {}) =>
      write(key, "s3:DeleteObject", folderOptions, async ({ client, sdk }, abort) => {
        const { bucket: Bucket, key: Key } = addressOf(key);
        // One by one: the request for many needs a checksum that the SDK does not send and some servers ask for.
        await client.send(new sdk.DeleteObjectCommand({ Bucket, Key }), abort);
      }),
    listUnfinished: (keyPrefix, folderOptions = {}) =>
      send(keyPrefix, "s3:ListBucketMultipartUploads", folderOptions, async (connection, abort) =>
        unfinishedUploads(connection, { bucket, root, keyPrefix }, abort),
      ),
  };
}

async function unfinishedUploads(
  connection: S3Connection,
  { bucket, root, keyPrefix }: { readonly bucket: string; readonly root: string; readonly keyPrefix: string },
  abort: { abortSignal?: AbortSignal },
): Promise<readonly UnfinishedUpload[]> {
  const { client, sdk } = connection;
  const found: UnfinishedUpload[] = [];
  let next: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
  while (next !== undefined) {
    const query = { Bucket: bucket, Prefix: `${root}${keyPrefix}`, ...next };
    const page: ListMultipartUploadsCommandOutput = await client.send(
      new sdk.ListMultipartUploadsCommand(query),
      abort,
    );
    for (const { Key = "", UploadId = "", Initiated } of page.Uploads ?? []) {
      found.push({
        key: Key.slice(root.length),
        startedAtMs: Initiated?.getTime() ?? 0,
        discard: async () => {
          await client
            .send(new sdk.AbortMultipartUploadCommand({ Bucket: bucket, Key, UploadId }))
            .catch(async (error: unknown) => {
              // Somebody has completed it, or given it up.
              if (isMissing(error)) return;
              const address = { bucket, key: Key, versionId: undefined };
              throw await s3Error(error, address, connection, "s3:AbortMultipartUpload");
            });
        },
      });
    }
    const { IsTruncated, NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
    next =
      IsTruncated && KeyMarker !== undefined && UploadIdMarker !== undefined
        ? { KeyMarker, UploadIdMarker }
        : undefined;
  }
  return found;
}
