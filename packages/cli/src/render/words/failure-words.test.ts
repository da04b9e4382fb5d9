import { expect, it } from "vitest";
import { failureWords } from "./failure-words.ts";

const web = { kind: "container", name: "web" } as const;

it("does not say twice what a message is about", () => {
  const message = "cannot start container web: no such program";
  expect(failureWords(message, "start container web", web)).toBe(message);
});

it("says what a bare reason is about", () => {
  expect(failureWords("connection reset", "start container web", web)).toBe(
    "cannot start container web: connection reset",
  );
});
