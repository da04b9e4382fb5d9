import { isHashikeError, type RemoteImage } from "@hashike/core";
import { RefusalError } from "./refusal-error.ts";

/**
 * What an error says of an image, where it is no fault of ours or of the engine.
 * @param what was read, for messages: `the archive s3://bucket/key`
 * @param remakeHint what to do when it is damaged
 * @throws any other error
 */
export function remoteStatus(error: unknown, what: string, remakeHint: string): RemoteImage {
  if (error instanceof RefusalError) {
    return { status: "invalid", reason: `${what} ${error.message}`, hint: error.hint ?? remakeHint };
  }
  // Another image's question, which this one had joined, was given up.
  if (error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name)) {
    return { status: "unreachable", reason: `${what} did not answer in time` };
  }
  if (!isHashikeError(error) || !error.code.startsWith("SOURCE_")) throw error;
  return {
    status: error.code === "SOURCE_NOT_FOUND" ? "not-found" : "unreachable",
    reason: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}
