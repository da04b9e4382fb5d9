import type { ImageSources, ImageSpec } from "@hashike/core";
import { expect, it } from "vitest";
import { lazyImageSources } from "./lazy-image-sources.ts";

const image = (scheme: string): ImageSpec => ({ reference: "app:1", scheme, policy: "Always" });

it("loads sources with the first image that is of no registry, and once", async () => {
  let loads = 0;
  const loaded: ImageSources = {};
  const sources = lazyImageSources(async () => {
    loads += 1;
    return loaded;
  });
  expect(await sources([image("registry")])).toEqual({});
  expect(loads).toBe(0);
  expect(await sources([image("registry"), image("docker-archive+s3")])).toBe(loaded);
  await sources([image("docker-archive+s3")]);
  expect(loads).toBe(1);
});

it("gives what is at hand as it is", async () => {
  const given: ImageSources = {};
  expect(await lazyImageSources(given)([])).toBe(given);
  expect(await lazyImageSources(undefined)([image("x")])).toEqual({});
});
