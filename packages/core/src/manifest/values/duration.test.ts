import { expect, it } from "vitest";
import { parseDuration } from "./duration.ts";

it.each([
  ["10s", 10_000],
  ["1m30s", 90_000],
  ["500ms", 500],
  ["1.5h", 5_400_000],
  ["0.0001s", 1],
  ["0s", 0],
  ["1m1m", 120_000],
  ["1h1m1s1ms", 3_661_001],
])("%s is %d ms, as in Compose", (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

it.each(["", "10", "s", "-1s", "1 s", "1d", "1.s", ".5s", "1s "])("%j is no duration", (text) => {
  expect(parseDuration(text)).toBeUndefined();
});
