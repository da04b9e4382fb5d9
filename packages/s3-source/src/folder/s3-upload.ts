import type { PutObjectCommandInput } from "@aws-sdk/client-s3";
import type { S3Connection } from "../s3/connect-s3.ts";
import type { S3Address } from "../s3/s3-address.ts";
import type { Content } from "./object-folder.ts";
import { splitBody } from "./split-body.ts";
import { watchStall } from "./stall-watch.ts";
import { verifiedBody } from "./verified-body.ts";

export interface PartSizes {
  /** What is larger is uploaded in parts: S3 takes no more than 5 GiB at once. */
  readonly wholeBytes: number;
  /** Of a part. S3 takes 5 MiB to 5 GiB, and 10,000 parts. */
  readonly partBytes: number;
}

const gibibyte = 1024 ** 3;
const mostParts = 10_000;

export const defaultPartSizes: PartSizes = { wholeBytes: 4 * gibibyte, partBytes: gibibyte / 2 };

export interface UploadOptions {
  readonly signal: AbortSignal | undefined;
  readonly stallMs: number;
  readonly partSizes: PartSizes;
}

/** Uploads a content as it comes. An object appears only when all of it was right. */
export async function uploadToS3(
  connection: S3Connection,
  address: S3Address,
  content: Content,
  options: UploadOptions,
): Promise<void> {
  if (content.size > options.partSizes.wholeBytes) return uploadParts(connection, address, content, options);
  const { client, sdk } = connection;
  const upload = watchStall(verifiedBody(content), options);
  const command = new sdk.PutObjectCommand(input(address, upload.stream, content.size));
  // Part of the signature: the server, too, refuses what is not this.
  const header = { "x-amz-content-sha256": content.digest.slice("sha256:".length) };
  command.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      Object.assign(request.headers, header);
      return next(args);
    },
    { step: "build", name: "knownContentSha256" },
  );
  try {
    await client.send(command, { abortSignal: upload.signal, requestTimeout: 0 });
  } catch (error) {
    throw upload.signal.aborted ? upload.signal.reason : error;
  } finally {
    upload.close();
    upload.stream.destroy();
  }
}

async function uploadParts(
  { client, sdk }: S3Connection,
  address: S3Address,
  content: Content,
  options: UploadOptions,
): Promise<void> {
  const object = { Bucket: address.bucket, Key: address.key };
  const partBytes = Math.max(options.partSizes.partBytes, Math.ceil(content.size / (mostParts - 1)));
  const abort = options.signal === undefined ? {} : { abortSignal: options.signal };
  const { UploadId } = await client.send(new sdk.CreateMultipartUploadCommand(object), abort);
  try {
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for await (const { size, body } of splitBody(verifiedBody(content), content.size, partBytes)) {
      const upload = watchStall(body, options);
      const part = { ...input(address, upload.stream, size), UploadId, PartNumber: parts.length + 1 };
      try {
        const handling = { abortSignal: upload.signal, requestTimeout: 0 };
        const { ETag } = await client.send(new sdk.UploadPartCommand(part), handling);
        parts.push({ PartNumber: part.PartNumber, ETag });
      } catch (error) {
        throw upload.signal.aborted ? upload.signal.reason : error;
      } finally {
        upload.close();
        upload.stream.destroy();
      }
    }
    const MultipartUpload = { Parts: parts };
    // Putting parts together takes servers as long as it takes.
    const handling = { ...abort, requestTimeout: 0 };
    await client.send(
      new sdk.CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }),
      handling,
    );
  } catch (error) {
    // Parts cost as much as objects, and nobody sees them. What cannot be given up now, `gc` finds later.
    await client.send(new sdk.AbortMultipartUploadCommand({ ...object, UploadId })).catch(() => {});
    throw error;
  }
}

function input({ bucket, key }: S3Address, body: PutObjectCommandInput["Body"], size: number) {
  return { Bucket: bucket, Key: key, Body: body, ContentLength: size };
}
