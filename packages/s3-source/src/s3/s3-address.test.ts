import { expect, it } from "vitest";
import { formatS3Address, parseS3Address } from "./s3-address.ts";

it.each([
  ["s3://my-bucket/my-manifest.yml", "my-bucket", "my-manifest.yml", undefined],
  ["S3://my-bucket/a/", "my-bucket", "a/", undefined],
  ["s3://my-bucket/", "my-bucket", "", undefined],
  ["s3://my-bucket", "my-bucket", "", undefined],
  ["s3://b.example.com//a//b.yml", "b.example.com", "/a//b.yml", undefined],
  ["s3://my-bucket/a.yml?versionId=3HL4kqtJ.x_", "my-bucket", "a.yml", "3HL4kqtJ.x_"],
  ["s3://my-bucket/what?.yml", "my-bucket", "what?.yml", undefined],
  ["s3://my-bucket/a%20b#c.yml", "my-bucket", "a%20b#c.yml", undefined],
])("reads %s", (address, bucket, key, versionId) => {
  expect(parseS3Address(address)).toEqual({ bucket, key, versionId });
});

it.each(["s3://", "s3:///a.yml", "s3:my-bucket/a.yml", "s3://a/b.yml", "s3://user:pass@bucket/a.yml"])(
  "refuses %s",
  (address) => {
    expect(() => parseS3Address(address)).toThrow(expect.objectContaining({ code: "USAGE" }));
  },
);

it("tells no credentials of what it refuses", () => {
  expect(() => parseS3Address("s3://user:sesame@bucket/a.yml")).toThrow(
    expect.objectContaining({ message: "s3://bucket/a.yml: no name of a bucket in it" }),
  );
});

it("writes an address as it was read", () => {
  for (const address of ["s3://my-bucket/a b.yml", "s3://my-bucket/a.yml?versionId=1"]) {
    expect(formatS3Address(parseS3Address(address))).toBe(address);
  }
});
