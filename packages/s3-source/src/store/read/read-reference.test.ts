import { expect, it } from "vitest";
import { readPlace, readReference } from "./read-reference.ts";

it.each([
  ["oci+s3://bucket/prefix/", "s3://bucket/prefix"],
  ["oci+file:///srv/images", "file:///srv/images"],
])("reads the place %s", (text, url) => {
  expect(readPlace(text)).toBe(url);
});

it("takes no credentials, and tells none", () => {
  expect(() => readPlace("oci+s3://user:sesame@bucket/prefix")).toThrow(
    expect.objectContaining({
      code: "USAGE",
      message: "oci+s3://bucket/prefix: is not a store of images",
    }),
  );
  expect(() => readReference("oci+s3://user:sesame@bucket/app:1")).toThrow(
    expect.objectContaining({
      code: "MANIFEST_INVALID",
      message: "must not have credentials in its address",
    }),
  );
});
