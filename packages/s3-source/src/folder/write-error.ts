import { HashikeError, isHashikeError } from "@hashike/core";
import { ContentError } from "./verified-body.ts";

/**
 * Says that something could not be written, with the reason.
 * @param address of the object, for people
 * @param explained an error in the user's words, where somebody knows them
 */
export function writeError(address: string, cause: unknown, explained?: HashikeError): HashikeError {
  if (isHashikeError(cause)) return cause;
  if (cause instanceof ContentError) {
    return new HashikeError("STORE_UNWRITABLE", `${address}: not written: ${cause.message}`, {
      cause,
      hint: "run it again; what was written before is kept",
    });
  }
  const { message = reasonOf(cause), hint, details } = explained ?? {};
  return new HashikeError(
    "STORE_UNWRITABLE",
    message.startsWith(address) ? message : `${address}: cannot be written: ${message}`,
    { cause, hint: hint ?? "run it again; what was written before is kept", details },
  );
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
