import { decodeText, HashikeError } from "@hashike/core";

/**
 * The text of a manifest.
 * @param shown the address as the user gave it
 * @throws HashikeError `SOURCE_UNREADABLE` when the bytes are no text
 */
export function readText(bytes: Uint8Array, shown: string): string {
  const text = decodeText(bytes);
  if (text !== undefined) return text;
  throw new HashikeError("SOURCE_UNREADABLE", `${shown}: not a UTF-8 text`, {
    hint: "save the manifest as UTF-8",
  });
}
