import { HashikeError } from "@hashike/core";
import { printable } from "../connect/printable.ts";

/** @param cause never one that quotes credentials */
export function credentialsError(problem: string, hint: string, cause?: unknown): HashikeError {
  return new HashikeError("DRIVER_CREDENTIALS", printable(problem), { hint, cause });
}
