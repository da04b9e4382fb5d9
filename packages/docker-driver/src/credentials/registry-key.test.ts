import { expect, it } from "vitest";
import { findRegistry, registryKey } from "./registry-key.ts";

it("has Docker Hub's old name for Docker Hub", () => {
  expect(registryKey("docker.io")).toBe("https://index.docker.io/v1/");
  expect(registryKey("ghcr.io")).toBe("ghcr.io");
});

it.each([
  ["docker.io", "https://index.docker.io/v1/"],
  ["docker.io", "index.docker.io"],
  ["docker.io", "docker.io"],
  ["ghcr.io", "ghcr.io"],
  ["ghcr.io", "https://ghcr.io"],
  ["ghcr.io", "https://ghcr.io/v1/"],
  ["localhost:5000", "http://localhost:5000/v2/"],
])("finds %s under %s", (domain, key) => {
  expect(findRegistry({ "other.example": 1, [key]: 2 }, domain)).toBe(2);
});

it.each([
  ["ghcr.io", "notghcr.io"],
  ["localhost:5000", "localhost"],
  ["localhost", "localhost:5000"],
  ["docker.io", "my-docker.io"],
  ["constructor", "other"],
])("does not find %s under %s", (domain, key) => {
  expect(findRegistry({ [key]: 1 }, domain)).toBeUndefined();
});

it("prefers the exact key", () => {
  expect(findRegistry({ "https://ghcr.io/v1/": 1, "ghcr.io": 2 }, "ghcr.io")).toBe(2);
});
