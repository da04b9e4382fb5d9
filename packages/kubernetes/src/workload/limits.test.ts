import { describe, expect, it } from "vitest";
import { isZero, resolveLimits } from "./limits.ts";

describe("limits of a rollout", () => {
  it.each([
    // [maxSurge, maxUnavailable, replicas, surge, unavailable]: what Kubernetes makes of them.
    [undefined, undefined, 1, 1, 0],
    [undefined, undefined, 3, 1, 0],
    [undefined, undefined, 4, 1, 1],
    [undefined, undefined, 10, 3, 2],
    ["1", "0", 5, 1, 0],
    ["0", "2", 5, 0, 2],
    ["30%", "70%", 10, 3, 7],
    ["1%", "0%", 10, 1, 0],
    ["0%", "5%", 10, 0, 1],
    ["0", "1%", 10, 0, 1],
    ["100%", "100%", 7, 7, 7],
  ])(
    "%s and %s of %i pods are %i more and %i fewer",
    (maxSurge, maxUnavailable, replicas, surge, unavailable) => {
      expect(resolveLimits({ maxSurge, maxUnavailable }, replicas)).toEqual({ surge, unavailable });
    },
  );

  it("know nothing when they see it", () => {
    expect(["0", "0%", "00", "10", "10%", undefined].map(isZero)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
