const alphabet = /^[A-Za-z0-9+/]*={0,2}$/;

/** @returns `undefined` for what is no base64; line breaks do not count, as in Kubernetes */
export function decodeBase64(text: string): Uint8Array | undefined {
  const whole = text.replace(/[\r\n]/g, "");
  if (whole.length % 4 !== 0 || !alphabet.test(whole)) return undefined;
  return Uint8Array.from(atob(whole), (character) => character.charCodeAt(0));
}

/** @returns `undefined` for bytes that are no text */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Of a text's UTF-8 bytes. */
export function encodeBase64(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
