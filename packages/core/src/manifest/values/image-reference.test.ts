import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRegistryReference, parseImageReference } from "./image-reference.ts";

const hex = "0123456789abcdef".repeat(4);
const digest = `sha256:${hex}`;

describe("parseImageReference", () => {
  it.each([
    ["nginx", "docker.io", "library/nginx", "latest", undefined, "nginx:latest"],
    ["nginx:alpine-slim", "docker.io", "library/nginx", "alpine-slim", undefined, "nginx:alpine-slim"],
    ["docker.io/mysql:5.7", "docker.io", "library/mysql", "5.7", undefined, "mysql:5.7"],
    ["index.docker.io/library/mysql", "docker.io", "library/mysql", "latest", undefined, "mysql:latest"],
    ["team/app", "docker.io", "team/app", "latest", undefined, "team/app:latest"],
    ["localhost/app", "localhost", "app", "latest", undefined, "localhost/app:latest"],
    ["localhost:5000/app:1", "localhost:5000", "app", "1", undefined, "localhost:5000/app:1"],
    ["ghcr.io/team", "ghcr.io", "team", "latest", undefined, "ghcr.io/team:latest"],
    ["Host/app", "Host", "app", "latest", undefined, "Host/app:latest"],
    ["[::1]:5000/a/b", "[::1]:5000", "a/b", "latest", undefined, "[::1]:5000/a/b:latest"],
    [`nginx@${digest}`, "docker.io", "library/nginx", undefined, digest, `nginx@${digest}`],
    [`a.b/c:1@${digest}`, "a.b", "c", "1", digest, `a.b/c:1@${digest}`],
    ["a__b/c.d--e", "docker.io", "a__b/c.d--e", "latest", undefined, "a__b/c.d--e:latest"],
  ])("completes %s as Docker does", (text, domain, path, tag, found, familiar) => {
    expect(parseImageReference(text)).toEqual({
      scheme: "registry",
      domain,
      path,
      ...(tag === undefined ? {} : { tag }),
      ...(found === undefined ? {} : { digest: found }),
      familiar,
    });
  });

  it("keeps what stands after a scheme", () => {
    const text = "docker-archive+s3://my-bucket/docker-archives/misc.images.tar.gz/app:latest";
    const reference = parseImageReference(text);
    expect(reference).toEqual({
      scheme: "docker-archive+s3",
      rest: "my-bucket/docker-archives/misc.images.tar.gz/app:latest",
    });
    expect("error" in reference || isRegistryReference(reference)).toBe(false);
  });

  it.each([
    ["", "must name an image"],
    ["a b", "must not contain spaces"],
    ["Nginx", "must have a name in lower case"],
    ["docker.io/Team/app", "must have a name in lower case"],
    ["nginx:", "has an invalid tag"],
    ["nginx:-x", "has an invalid tag"],
    [`nginx:${"x".repeat(129)}`, "has an invalid tag"],
    ["nginx@sha256:abc", "has an invalid digest"],
    [`nginx@sha256:${hex.toUpperCase()}`, "has an invalid digest"],
    ["a//b", "is not a valid image name"],
    ["-a", "is not a valid image name"],
    ["a___b", "is not a valid image name"],
    ["ex-.ample/a", "has an invalid registry host"],
    [hex, "must be a name, not an image ID"],
    ["x".repeat(256), "must have a name of at most 255 characters"],
    ["x".repeat(5000), "must have at most 4096 characters"],
    ["https://ghcr.io/a", "cannot be fetched from https://"],
    ["registry://a", "cannot be fetched from registry://"],
    ["docker-archive+https://me:sesame@h/x.tar/app:1", "must not have credentials in its address"],
    ["docker-archive+https:///me:sesame@h/x.tar/app:1", "must not have credentials in its address"],
    ["docker-archive+https://h/x.tar?token=sesame/app:1", "must not have credentials in its address"],
    ["oci+s3://me:sesame@bucket/app:1", "must not have credentials in its address"],
    ["docker-archive+s3://", "must say where the image is"],
  ])("refuses %s", (text, error) => {
    expect(parseImageReference(text)).toMatchObject({ error: expect.stringContaining(error) });
  });

  it("reads its own familiar form as the same image, and never throws", () => {
    const words = fc.constantFrom(
      "a",
      "b1",
      "localhost",
      "x.y",
      ":",
      "/",
      "@",
      "_",
      "-",
      "5000",
      digest,
      "A",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(words).map((parts) => parts.join("")),
        ),
        (text) => {
          const reference = parseImageReference(text);
          if (!("domain" in reference)) return;
          expect(parseImageReference(reference.familiar)).toEqual(reference);
        },
      ),
      { numRuns: 500 },
    );
  });
});
