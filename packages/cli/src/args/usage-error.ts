import { HashikeError } from "@hashike/core";

/** Wrong usage that only shows after parsing. The command line's own mistakes are in parse-error.ts. */
export function usageError(message: string, hint?: string): HashikeError {
  return new HashikeError("USAGE", message, { hint });
}
