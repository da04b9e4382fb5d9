import { expect, it } from "vitest";
import { withoutSecrets } from "./address-secrets.ts";

it.each([
  ["my-manifest.yml", "my-manifest.yml"],
  ["-", "-"],
  ["s3://my-bucket/a.yml?versionId=1", "s3://my-bucket/a.yml?versionId=1"],
  ["https://host/a.yml", "https://host/a.yml"],
  ["https://user:sesame@host/a.yml", "https://host/a.yml"],
  ["https://host/a.yml?X-Amz-Signature=sesame", "https://host/a.yml?…"],
  ["https:user:sesame@host/a.yml", "https:host/a.yml"],
  ["s3://my-bucket/a#1.yml", "s3://my-bucket/a#1.yml"],
  ["ftp://user:sesame@host/a@b.yml", "ftp://host/a@b.yml"],
])("shows %s as %s", (address, shown) => {
  expect(withoutSecrets(address)).toBe(shown);
});
