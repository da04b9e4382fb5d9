import type { ImageSpec } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { findLocalImage, type ListedImage, mustAskRemote } from "./images.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const image = (Id: string, RepoTags: string[] | null, RepoDigests: string[] | null = []): ListedImage => ({
  Id,
  RepoTags,
  RepoDigests,
});

describe("findLocalImage", () => {
  it.each([
    ["nginx", "nginx:latest"],
    ["nginx:1", "docker.io/library/nginx:1"],
    ["docker.io/library/nginx:1", "nginx:1"],
    ["team/app:1", "docker.io/team/app:1"],
    ["localhost:5000/app:1", "localhost:5000/app:1"],
    ["app:1", "localhost/app:1"],
  ])("finds %s listed as %s", (reference, tag) => {
    expect(findLocalImage(reference, [image("other", ["x:1"]), image("wanted", [tag])])?.id).toBe("wanted");
  });

  it("prefers the image of the registry to one built with Podman under the same short name", () => {
    const listed = [image("built", ["localhost/app:1"]), image("pulled", ["docker.io/library/app:1"])];
    expect(findLocalImage("app:1", listed)?.id).toBe("pulled");
  });

  it("does not take an image of localhost for one of a named registry", () => {
    expect(findLocalImage("docker.io/app:1", [image("built", ["localhost/app:1"])])).toBeUndefined();
  });

  it("finds a digest among the digests, also when a tag is written before it", () => {
    const listed = [image("wanted", null, [`nginx@${digest}`])];
    expect(findLocalImage(`nginx@${digest}`, listed)?.id).toBe("wanted");
    expect(findLocalImage(`docker.io/library/nginx:1@${digest}`, listed)?.id).toBe("wanted");
    expect(findLocalImage(`other@${digest}`, listed)).toBeUndefined();
  });

  it("gives only digests of the repository that was asked for", () => {
    const other = `sha256:${"cd".repeat(32)}`;
    const listed = [
      image(
        "id",
        ["nginx:1", "mirror.example/nginx:1"],
        [`nginx@${digest}`, `mirror.example/nginx@${other}`],
      ),
    ];
    expect(findLocalImage("nginx:1", listed)?.digests).toEqual([digest]);
  });

  it("is not confused by images without names", () => {
    expect(findLocalImage("nginx:1", [image("a", ["<none>:<none>"], ["<none>@<none>"])])).toBeUndefined();
  });
});

describe("mustAskRemote", () => {
  const spec = (policy: ImageSpec["policy"], reference = "nginx:1"): ImageSpec => ({
    reference,
    scheme: "registry",
    policy,
  });
  const local = { id: "id", digests: [] };

  it.each([
    ["Always", true, true],
    ["IfPossible", true, true],
    ["IfNotPresent", false, true],
    ["Never", false, false],
  ] as const)("with policy %s: %j when the image is there, %j when not", (policy, present, absent) => {
    expect(mustAskRemote(spec(policy), local)).toBe(present);
    expect(mustAskRemote(spec(policy), undefined)).toBe(absent);
  });

  it("asks nothing about a digest that is there: it never means anything else", () => {
    expect(mustAskRemote(spec("Always", `nginx@${digest}`), local)).toBe(false);
  });
});
