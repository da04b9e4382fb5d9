import { createHash } from "node:crypto";
import { canonicalJson } from "@hashike/core";

/**
 * Tells containers made from different bodies apart: `v1:` and the first 32 hex digits of the SHA-256 of the
 * body's JSON with sorted keys. The image's ID and the values of variables are in it, labels and names are not.
 */
export function createBodyHash(bodyWithoutLabels: unknown): string {
  return `v1:${createHash("sha256").update(canonicalJson(bodyWithoutLabels)).digest("hex").slice(0, 32)}`;
}
