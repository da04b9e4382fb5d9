import { expect, it } from "vitest";
import { readSince } from "./since.ts";

const now = Date.parse("2026-11-21T08:00:00Z");

it.each([
  ["10m", String(now / 1000 - 600)],
  ["1h30m", String(now / 1000 - 5400)],
  ["2d", String(now / 1000 - 172_800)],
  ["1763712000", "1763712000"],
  ["2026-11-21T07:00:00Z", "2026-11-21T07:00:00.000Z"],
  ["2026-11-21T16:00:00+09:00", "2026-11-21T07:00:00.000Z"],
])("%s is %s", (text, since) => {
  expect(readSince(text, now)).toBe(since);
});

it.each(["yesterday", "10x", "", "2026-99-99"])("refuses %j", (text) => {
  expect(() => readSince(text, now)).toThrow("is no duration and no time");
});
