import { describe, expect, it } from "vitest";
import { didYouMean, editDistance } from "./did-you-mean.ts";

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["", "abc", 3],
    ["kitten", "sitting", 3],
    ["image", "iamge", 1],
    ["ca", "abc", 3],
  ])("from %j to %j is %i", (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance);
    expect(editDistance(b, a)).toBe(distance);
  });
});

describe("didYouMean", () => {
  const keys = ["image", "imagePullPolicy", "name", "ports"];

  it("finds what is close, whatever its case", () => {
    expect(didYouMean("imgae", keys)).toBe("image");
    expect(didYouMean("IMAGEPULLPOLICY", keys)).toBe("imagePullPolicy");
    expect(didYouMean("port", keys)).toBe("ports");
  });

  it("finds nothing for what is far", () => {
    expect(didYouMean("volume", keys)).toBeUndefined();
    expect(didYouMean("x".repeat(10_000), keys)).toBeUndefined();
  });
});
