import { describe, expect, it } from "vitest";
import { unitName } from "./unit-place.ts";

describe("the name of units", () => {
  it.each([
    ["s3://bucket/my-manifest.yml", "hashike-my-manifest"],
    ["s3://bucket/prefix/", "hashike-prefix"],
    ["https://host/a/app.yaml?ref=main", "hashike-app"],
    ["/srv/my stack/a b%.json", "hashike-a-b"],
    ["..", "hashike-manifests"],
  ])("for %s is %s", (address, name) => {
    expect(unitName({}, [address])).toBe(name);
  });

  it.each(["a/b", "", "web.service", "a b", "%i"])("cannot be %j", (name) => {
    expect(() => unitName({ name }, ["a.yml"])).toThrow(/--name/);
  });
});
