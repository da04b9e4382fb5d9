import { expect, it } from "vitest";
import { parseImageReference } from "./image-reference.ts";
import { parseStoreReference } from "./store-reference.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

function parse(text: string) {
  const reference = parseImageReference(text);
  return "rest" in reference ? parseStoreReference(reference) : reference;
}

it.each([
  ["oci+s3://bucket/prefix/app:1.0", { url: "s3://bucket/prefix/app", name: "app", tag: "1.0" }],
  ["OCI+S3://bucket/app", { url: "s3://bucket/app", name: "app", tag: "latest" }],
  ["oci+s3://bucket/Team_A/x/app:1", { url: "s3://bucket/Team_A/x/app", name: "app", tag: "1" }],
  ["oci+file:///srv/images/app:1", { url: "file:///srv/images/app", name: "app", tag: "1" }],
  [`oci+s3://b/app@${digest}`, { url: "s3://b/app", name: "app", digest }],
  [`oci+s3://b/app:1@${digest}`, { url: "s3://b/app", name: "app", tag: "1", digest }],
])("reads %s", (text, reference) => {
  expect(parse(text)).toEqual(reference);
});

it.each([
  ["oci+s3://bucket", "must name an image in the store"],
  ["oci+s3://bucket/", "must name an image in the store"],
  ["oci+s3:///app:1", "must name a bucket"],
  ["oci+s3://bucket//app:1", "must not have empty parts"],
  ["oci+s3://bucket/../app:1", "must not have empty parts"],
  ["oci+s3://bucket/a?versionId=b/app:1", "must not have ? or #"],
  ["oci+s3://bucket/App:1", "has an invalid name"],
  ["oci+s3://bucket/app:-1", "has an invalid tag"],
  ["oci+s3://bucket/app:", "has an invalid tag"],
  ["oci+s3://bucket/app@sha256:abc", "has an invalid digest"],
  [`oci+s3://bucket/app@sha512:${"0".repeat(128)}`, "has an invalid digest"],
  ["oci+file://images/app:1", "must have an absolute path"],
  ["oci+https://host/app:1", "cannot be fetched from oci+https://"],
])("refuses %s", (text, error) => {
  expect(parse(text)).toMatchObject({ error: expect.stringContaining(error) });
});
