import { describe, expect, it } from "vitest";
import {
  chooseApiVersion,
  compareApiVersions,
  newestApiVersion,
  parseRequestedVersion,
} from "./api-version.ts";

describe("chooseApiVersion", () => {
  it.each([
    ["an engine as old as possible", { newest: "1.41" }, "1.41"],
    ["an engine older than our newest", { newest: "1.45" }, "1.45"],
    ["an engine newer than our newest, as Docker 29", { newest: "1.52", oldest: "1.44" }, newestApiVersion],
    ["a new engine that does not tell its oldest", { newest: "1.60" }, newestApiVersion],
    ["an engine that has given up our newest", { newest: "1.70", oldest: "1.60" }, "1.60"],
    ["version 1.100, which is newer than 1.99", { newest: "1.100", oldest: "1.99" }, "1.99"],
    ["version 2", { newest: "2.1", oldest: "2.0" }, "2.0"],
  ])("speaks with %s", (_, offered, expected) => {
    expect(chooseApiVersion(offered)).toBe(expected);
  });

  it("refuses an engine that is too old, and says which is needed", () => {
    expect(() => chooseApiVersion({ newest: "1.40" })).toThrow(
      expect.objectContaining({
        code: "DRIVER_ENGINE_TOO_OLD",
        message: "the Docker Engine is too old: it speaks API 1.40, and at least 1.41 is needed",
        hint: "upgrade Docker to 20.10 or newer",
      }),
    );
  });
});

it("compares versions by their numbers", () => {
  expect(compareApiVersions("1.9", "1.41")).toBeLessThan(0);
  expect(compareApiVersions("2.0", "1.99")).toBeGreaterThan(0);
  expect(compareApiVersions("1.44", "1.44")).toBe(0);
});

describe("DOCKER_API_VERSION", () => {
  it.each(["1.44", "v1.44", " 1.44 "])("can be %o", (text) => {
    expect(parseRequestedVersion(text)).toBe("1.44");
  });

  it.each([
    ["latest", /DOCKER_API_VERSION: it is not a version/],
    ["1.40", /DOCKER_API_VERSION: at least 1.41 is needed/],
  ])("cannot be %s", (text, message) => {
    expect(() => parseRequestedVersion(text)).toThrow(message);
  });
});
