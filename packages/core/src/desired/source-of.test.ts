import { describe, expect, it } from "vitest";
import { buildDesiredState } from "../objects/build-desired-state.ts";
import { parseManifests } from "../objects/read-manifests.ts";
import { withGoodContainer } from "../objects/test-diagnose.ts";
import { sourceOf } from "./source-of.ts";

const absolute = (file: string) => `/home/me/${file}`;

describe("where a manifest came from", () => {
  it.each([
    ["s3://bucket/app.yml"],
    ["s3://bucket/app.yml?versionId=3"],
    ["https://example.com/raw?file=app.yml"],
  ])("is the address %s", (address) => {
    expect(sourceOf(address, undefined)).toBe(address);
  });

  it.each([
    ["https://me:s3cret@example.com/app.yml", "https://example.com/app.yml"],
    ["https://token@example.com/app.yml#top", "https://example.com/app.yml"],
    ["https://example.com/app.yml?X-Amz-Signature=s3cret&x=1", "https://example.com/app.yml"],
    ["https://example.com/app.yml?a=1&access_token=s3cret", "https://example.com/app.yml"],
  ])("has no credentials: %s", (address, expected) => {
    expect(sourceOf(address, undefined)).toBe(expected);
  });

  it("is a path only where somebody can make it absolute", () => {
    expect(sourceOf("app.yml", undefined)).toBeUndefined();
    expect(sourceOf("app.yml", absolute)).toBe("/home/me/app.yml");
  });

  it("is not told when nobody knows, or when it is standard input", () => {
    expect(sourceOf("s3://bucket/app.yml", () => undefined)).toBeUndefined();
    expect(sourceOf("-", absolute)).toBeUndefined();
    expect(sourceOf("https://example.com/raw?…", undefined)).toBeUndefined();
  });

  it("is kept by owner", () => {
    const manifests = parseManifests(withGoodContainer(), { file: "app.yml" });
    expect(buildDesiredState(manifests, { resolveSource: absolute }).sources).toEqual({
      "Hashike/default/rest-api": "/home/me/app.yml",
    });
    expect(buildDesiredState(manifests).sources).toEqual({});
  });
});
