import { expect, it } from "vitest";
import { formatAge, formatBytes, formatDuration, formatTimeLeft } from "./units.ts";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.0 kB"],
  [12_345_678, "12.3 MB"],
  [99_949_000, "99.9 MB"],
  [99_950_000, "100 MB"],
  [312_400_000, "312 MB"],
  [999_499, "999 kB"],
  [999_500, "1.0 MB"],
  [3_200_000_000, "3.2 GB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [40, "0.0s"],
  [3_449, "3.4s"],
  [9_960, "10s"],
  [59_400, "59s"],
  [59_600, "1m00s"],
  [125_000, "2m05s"],
  [3_780_000, "1h03m"],
])("%i ms are %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

it.each([
  [-3, "0s"],
  [119, "119s"],
  [120, "2m"],
  [7_199, "119m"],
  [7_200, "2h"],
  [172_800, "2d"],
])("%i seconds ago is %s", (seconds, text) => {
  expect(formatAge(seconds)).toBe(text);
});

it.each([
  [0.1, "1s left"],
  [1.2, "2s left"],
  [11, "11s left"],
  [124.2, "2m05s left"],
  [36_000, "10h00m left"],
])("%d more seconds are %s", (seconds, text) => {
  expect(formatTimeLeft(seconds)).toBe(text);
});
