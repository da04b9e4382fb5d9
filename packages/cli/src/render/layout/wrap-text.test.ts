import { expect, it } from "vitest";
import { textWidth } from "./text-width.ts";
import { wrapText } from "./wrap-text.ts";

it("breaks between words", () => {
  expect(wrapText("brings up several containers", 12)).toEqual(["brings up", "several", "containers"]);
});

it("leaves a word whole that is longer than a line", () => {
  expect(wrapText("see unix:///run/podman.sock now", 10)).toEqual(["see", "unix:///run/podman.sock", "now"]);
});

it("breaks Japanese between characters, and no line begins with a full stop or ends with an opening bracket", () => {
  const lines = wrapText("何も変更しません。秘密の値は（決して）表示しません。", 16);
  expect(lines).toEqual(["何も変更しませ", "ん。秘密の値は", "（決して）表示し", "ません。"]);
  for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(16);
});

it("keeps a word in katakana whole", () => {
  expect(wrapText("複数のコンテナを起動", 10)).toEqual(["複数の", "コンテナを", "起動"]);
});

it("keeps line ends", () => {
  expect(wrapText("a\nb", 80)).toEqual(["a", "b"]);
});
