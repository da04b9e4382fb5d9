import type { Source, SourceOptions } from "@hashike/core";
import { defaultPatience, type Patience } from "../object/patience.ts";
import { type KnownManifests, readManifest } from "../object/read-manifest.ts";
import { listS3Manifests } from "./list-s3-manifests.ts";
import { formatS3Address, parseS3Address, type S3Address } from "./s3-address.ts";
import { createS3Backend } from "./s3-backend.ts";
import type { S3Options } from "./s3-options.ts";

export interface S3SourceOptions extends S3Options {
  /** What was read before. Give the same map to several sources to share it; each has one of its own otherwise. */
  readonly known?: KnownManifests | undefined;
  readonly patience?: Patience | undefined;
}

/**
 * Reads manifests from S3: `s3://bucket/key`, also with `?versionId=`, or with a `/` at the end all `.yml`, `.yaml` and
 * `.json` objects below a prefix in the order of their keys. Texts are named by their address. The AWS SDK is loaded
 * with the first read.
 */
export function createS3Source(options: S3SourceOptions = {}): Source {
  const { known = new Map(), patience = defaultPatience } = options;
  const read = (address: S3Address, signal: AbortSignal | undefined) =>
    readManifest(createS3Backend(address, options), {
      key: formatS3Address(address),
      known,
      signal,
      patience,
    });

  return {
    schemes: ["s3"],
    async read(text, { signal }: SourceOptions = {}) {
      const address = parseS3Address(text);
      if (address.key !== "" && !address.key.endsWith("/")) {
        return [{ file: formatS3Address(address), text: await read(address, signal) }];
      }
      const listed = await listS3Manifests(address, options, signal);
      return Promise.all(
        listed.map(async ({ address, version }) => {
          const file = formatS3Address(address);
          const before = known.get(file);
          // The list has said already whether it is the same.
          return { file, text: before?.version === version ? before.text : await read(address, signal) };
        }),
      );
    },
  };
}
