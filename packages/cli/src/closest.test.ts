import { expect, it } from "vitest";
import { closest } from "./closest.ts";

it.each([
  ["wbe", ["store", "web"], "web"],
  ["hashike/rest-ap", ["hashike/rest-api", "hashike/other"], "hashike/rest-api"],
  ["Web", ["web"], "web"],
  ["x", ["web", "store"], undefined],
  ["web", [], undefined],
])("%s among %j is %s", (word, candidates, best) => {
  expect(closest(word, candidates)).toBe(best);
});
