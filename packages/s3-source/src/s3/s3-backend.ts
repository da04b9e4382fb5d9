import { Readable } from "node:stream";
import type { GetObjectCommandInput, GetObjectCommandOutput } from "@aws-sdk/client-s3";
import {
  type ObjectBackend,
  type OpenPart,
  type PartStat,
  parseContentRange,
} from "../object/object-backend.ts";
import { connectS3 } from "./connect-s3.ts";
import { formatS3Address, type S3Address } from "./s3-address.ts";
import { isUnchanged, mayPass, s3Error } from "./s3-error.ts";
import type { S3Options } from "./s3-options.ts";

/** Reads one object. Its version is the ETag, which S3 has for every object. */
export function createS3Backend(address: S3Address, options: S3Options): ObjectBackend {
  const object = { Bucket: address.bucket, Key: address.key, VersionId: address.versionId };
  const explain = async (error: unknown) => s3Error(error, address, await connectS3(options));

  const get = async (more: Partial<GetObjectCommandInput>, signal: AbortSignal | undefined) => {
    const { client, sdk } = await connectS3(options);
    const command = new sdk.GetObjectCommand({ ...object, ...more });
    return client.send(command, signal === undefined ? {} : { abortSignal: signal });
  };
  const getOrExplain: typeof get = (more, signal) =>
    get(more, signal).catch(async (error: unknown) => {
      throw mayPass(error) ? error : await explain(error);
    });

  return {
    address: formatS3Address(address),
    explain,
    async head(signal) {
      const { client, sdk } = await connectS3(options);
      try {
        const command = new sdk.HeadObjectCommand(object);
        const output = await client.send(command, signal === undefined ? {} : { abortSignal: signal });
        return { size: output.ContentLength ?? 0, version: output.ETag ?? "" };
      } catch (error) {
        if (mayPass(error)) throw error;
        // A refused HEAD has no body, and so no reason; a GET has.
        const part = openPart(await getOrExplain({ Range: "bytes=0-0" }, signal));
        part.cancel();
        return part.stat;
      }
    },
    get: async ({ range, version }, signal) =>
      openPart(await getOrExplain({ Range: range, IfMatch: version }, signal)),
    async getUnless(version, signal) {
      try {
        return openPart(await get({ IfNoneMatch: version }, signal));
      } catch (error) {
        if (isUnchanged(error)) return undefined;
        throw mayPass(error) ? error : await explain(error);
      }
    },
  };
}

function openPart(output: GetObjectCommandOutput): OpenPart {
  const body = output.Body as Readable | undefined;
  const range = parseContentRange(output.ContentRange);
  const stat: PartStat = {
    size: range === undefined ? (output.ContentLength ?? 0) : range.size,
    version: output.ETag ?? "",
  };
  return {
    stat,
    start: range?.start ?? 0,
    chunks: body ?? Readable.from([]),
    cancel: () => void body?.destroy(),
  };
}
