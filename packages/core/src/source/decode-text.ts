/** Told by the mark at the beginning, which UTF-16 of Windows always has. */
const marks: readonly (readonly [number, number, string])[] = [
  [0xff, 0xfe, "utf-16le"],
  [0xfe, 0xff, "utf-16be"],
];

/**
 * Bytes as text, without a byte order mark: UTF-8, or UTF-16 with a mark, as Notepad and PowerShell write it.
 * @returns `undefined` when they are neither: guessing another encoding would turn a manifest into another one
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const [, , encoding = "utf-8"] =
    marks.find(([first, second]) => bytes[0] === first && bytes[1] === second) ?? [];
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // UTF-16 without its mark reads as UTF-8 with a zero in every other place.
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
