import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** The first 32 hex digits of the SHA-256 of a text's UTF-8 bytes: enough to tell values apart, short to keep. */
export function fingerprint(text: string): string {
  return bytesToHex(sha256(encoder.encode(text)).subarray(0, 16));
}

const encoder = new TextEncoder();
