import { expect, it } from "vitest";
import { EngineError } from "./engine-error.ts";

it.each([
  ["manifest unknown: manifest unknown", "manifest unknown"],
  [
    "reading manifest nope in r/a: manifest unknown: manifest unknown",
    "reading manifest nope in r/a: manifest unknown",
  ],
  [
    "denied: requested access to the resource is denied",
    "denied: requested access to the resource is denied",
  ],
  ["name unknown: known", "name unknown: known"],
  ["", "no reason given"],
])("says once what an engine says twice: %s", (reason, said) => {
  expect(new EngineError("GET", "/distribution/a/json", 404, reason).reason).toBe(said);
});
