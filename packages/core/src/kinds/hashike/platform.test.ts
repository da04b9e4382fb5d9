import { expect, it } from "vitest";
import { buildDesiredState } from "../../objects/build-desired-state.ts";
import { parseManifests } from "../../objects/read-manifests.ts";
import { reasons, withContainer, withSpec } from "../../objects/test-diagnose.ts";

const build = (text: string) => buildDesiredState(parseManifests(text, { file: "m.yml" }));

it("is the container's and its image's", () => {
  const { containers, images } = build(withContainer("platform: linux/arm/v7"));
  expect(containers[0]?.platform).toBe("linux/arm/v7");
  expect(images[0]?.platform).toBe("linux/arm/v7");
});

it("is left out where nothing is said", () => {
  const { containers, images } = build(withContainer("tty: true"));
  expect(containers[0]).not.toHaveProperty("platform");
  expect(images[0]).not.toHaveProperty("platform");
});

it("is refused when it is none", () => {
  expect(reasons(withContainer("platform: arm64"))).toEqual([
    expect.stringContaining("must be a platform: an operating system, an architecture"),
  ]);
});

it("is refused when two containers want one image for different ones", () => {
  const text = (second: string) =>
    withSpec(
      "containers:",
      "- {name: web, image: app, platform: linux/arm64}",
      `- {name: api, image: app${second}}`,
    );
  expect(() => build(text(""))).toThrowError(
    "wants image app:latest for the engine's own platform, and container web wants it for linux/arm64",
  );
  expect(() => build(text(", platform: linux/amd64"))).toThrowError("wants it for linux/arm64");
  expect(build(text(", platform: linux/arm64")).images).toHaveLength(1);
});
