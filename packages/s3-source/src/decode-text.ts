/**
 * Bytes as text, without a byte order mark.
 * @throws TypeError when they are not UTF-8: guessing another encoding would turn a manifest into another one
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}
