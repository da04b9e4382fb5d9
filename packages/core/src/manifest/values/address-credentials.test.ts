import { describe, expect, it } from "vitest";
import { hasCredentials, withoutCredentials } from "./address-credentials.ts";

const digest = `sha256:${"ab".repeat(32)}`;

describe("credentials in an address", () => {
  it.each([
    ["https://me:sesame@h/a.yml", "https://h/a.yml"],
    ["https://sesame@h/a.yml#top", "https://h/a.yml"],
    ["HTTP:\\\\me:sesame@h/a.yml", "HTTP:\\\\h/a.yml"],
    ["https:me:sesame@h/a.yml", "https:h/a.yml"],
    ["https:///me:sesame@h/a.yml", "https:///h/a.yml"],
    ["s3://me:sesame@bucket/a.yml", "s3://bucket/a.yml"],
    ["https://h/a.yml?X-Amz-Signature=sesame&x=1", "https://h/a.yml"],
    ["https://h/a.yml?ref=1&private_token=sesame", "https://h/a.yml"],
    ["https://h/a.yml?%74oken=sesame", "https://h/a.yml"],
    ["docker-archive+https://me:sesame@h/x.tar/app:1", "docker-archive+https://h/x.tar/app:1"],
    ["docker-archive+https:///me:sesame@h/x.tar/app:1", "docker-archive+https:///h/x.tar/app:1"],
    ["docker-archive+https://h/x.tar?token=sesame/app:1", "docker-archive+https://h/x.tar"],
  ])("are found and taken out: %s", (address, without) => {
    expect(hasCredentials(address)).toBe(true);
    expect(withoutCredentials(address)).toBe(without);
    expect(hasCredentials(without)).toBe(false);
  });

  it.each([
    ["app.yml"],
    ["a@b.yml"],
    ["nginx:1"],
    [`nginx@${digest}`],
    ["s3://bucket/a@b.yml?versionId=3"],
    ["s3://bucket/a#1.yml"],
    ["file:///srv/a@b.yml"],
    ["https://h/raw?file=app.yml&ref=v1"],
    ["docker-archive+s3://b/a.tar?versionId=x.y_z/app:1"],
    [`docker-archive+https://h/a.tar/app@${digest}`],
    [`daemon://app@${digest}`],
  ])("are not in %s", (address) => {
    expect(hasCredentials(address)).toBe(false);
    expect(withoutCredentials(address)).toBe(address);
  });
});
