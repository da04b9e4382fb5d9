import { expect, it } from "vitest";
import { matchesOwner, parseOwnerRef } from "./owner-ref.ts";

const owner = { kind: "Hashike", namespace: "my-project", name: "rest-api" };

it.each([
  ["rest-api", undefined, true],
  ["hashike/rest-api", undefined, true],
  ["Hashike/my-project/rest-api", undefined, true],
  ["hashike/rest-api", "my-project", true],
  ["hashike/rest-api", "other", false],
  ["hashike/other/rest-api", undefined, false],
  ["job/rest-api", undefined, false],
  ["rest", undefined, false],
])("%s in %s: %s", (text, namespace, matches) => {
  expect(matchesOwner(owner, parseOwnerRef(text, namespace))).toBe(matches);
});
