import type { RangedObject } from "@hashike/core";
import { createRangedObject } from "../object/create-ranged-object.ts";
import type { Patience } from "../object/patience.ts";
import { parseS3Address } from "./s3-address.ts";
import { createS3Backend } from "./s3-backend.ts";
import { type S3Options, s3Defaults } from "./s3-options.ts";

/**
 * An object in S3.
 * @param address `s3://bucket/key`, also with `?versionId=`
 * @throws HashikeError `USAGE` when that is none
 */
export function openS3Object(
  address: string,
  options: S3Options = s3Defaults,
  patience?: Patience,
): RangedObject {
  return createRangedObject(createS3Backend(parseS3Address(address), options), patience);
}
