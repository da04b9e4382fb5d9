import { expect, it } from "vitest";
import { formatTransfer } from "./format-transfer.ts";

const sizes = { bytes: 1_118_000, totalBytes: 501_001_216 };

it.each([
  [{ ...sizes, layers: 1, totalLayers: 6 }, "load 1 of 6 layers, 1.1 MB of 501 MB"],
  [{ bytes: 999, totalBytes: 999_600, layers: 1, totalLayers: 1 }, "load 1 of 1 layer, 999 B of 1.0 MB"],
  [{ bytes: 12_400_000_000, totalBytes: 12_400_000_000 }, "load 12 GB"],
  [{ bytes: 0, totalBytes: 5, layers: 0, totalLayers: 6 }, "every layer is on the engine"],
])("%j: %s", (transfer, text) => {
  expect(formatTransfer(transfer)).toBe(text);
});
