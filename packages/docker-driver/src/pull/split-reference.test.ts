import { expect, it } from "vitest";
import { registryOf, splitReference } from "./split-reference.ts";

it.each([
  ["nginx", "nginx", "latest"],
  ["nginx:alpine-slim", "nginx", "alpine-slim"],
  ["localhost:5000/app", "localhost:5000/app", "latest"],
  ["localhost:5000/team/app:1.2", "localhost:5000/team/app", "1.2"],
  ["app@sha256:abc", "app", "sha256:abc"],
  ["ghcr.io/a/b:1@sha256:abc", "ghcr.io/a/b", "sha256:abc"],
])("splits %s", (reference, name, version) => {
  expect(splitReference(reference)).toEqual({ name, version });
});

it.each([
  ["nginx", undefined],
  ["library/nginx", undefined],
  ["docker.io/library/nginx", undefined],
  ["ghcr.io/a/b:1", "ghcr.io"],
  ["localhost/app", "localhost"],
  ["localhost:5000/app", "localhost:5000"],
])("knows where to log in for %s", (reference, registry) => {
  expect(registryOf(reference)).toBe(registry);
});
