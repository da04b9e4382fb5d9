import { expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

const text = "kind: Hashike # é 艀 🚢\r\n";
const utf16 = (value: string) =>
  Uint8Array.from(
    [...Array(value.length).keys()].flatMap((i) => [value.charCodeAt(i) & 0xff, value.charCodeAt(i) >> 8]),
  );
const swapped = (bytes: Uint8Array) => bytes.map((_, i) => bytes[i ^ 1] ?? 0);

it.each([
  ["UTF-8", new TextEncoder().encode(text)],
  ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFF${text}`)],
  ["UTF-16 of Windows", utf16(`\uFEFF${text}`)],
  ["UTF-16 the other way round", swapped(utf16(`\uFEFF${text}`))],
])("reads %s", (_, bytes) => {
  expect(decodeText(bytes)).toBe(text);
});

it.each([
  ["UTF-16 without a mark", utf16("kind: Hashike\n")],
  ["Latin-1", Uint8Array.of(0x6b, 0x3a, 0x20, 0xe9)],
  ["half of a character", utf16("\uFEFFk").subarray(0, 3)],
])("guesses nothing of %s", (_, bytes) => {
  expect(decodeText(bytes)).toBeUndefined();
});
