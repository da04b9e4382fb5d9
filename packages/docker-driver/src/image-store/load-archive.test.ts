import { expect, it } from "vitest";
import { loadFailure } from "./load-archive.ts";

it.each([
  [
    { error: "invalid diffID for layer 1", errorDetail: { message: "invalid diffID for layer 1" } },
    "invalid",
  ],
  [{ stream: "Error unpacking image app:1: wrong diff id calculated on extraction\n" }, "wrong diff id"],
])("%j is a failure", (message, words) => {
  expect(loadFailure(message)).toContain(words);
});

it.each([{ stream: "Loaded image: app:1\n" }, { stream: "Unpacking" }, { status: "x" }, {}, null, "text"])(
  "%j is none",
  (message) => {
    expect(loadFailure(message)).toBeUndefined();
  },
);
