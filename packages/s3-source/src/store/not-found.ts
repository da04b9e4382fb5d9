import { isHashikeError } from "@hashike/core";
import { tellsMissingBucket } from "../s3/s3-error.ts";

/** Whether there is no such object; a bucket that is not there is another matter. */
export function isNotFound(error: unknown): boolean {
  return isHashikeError(error) && error.code === "SOURCE_NOT_FOUND" && !tellsMissingBucket(error);
}
