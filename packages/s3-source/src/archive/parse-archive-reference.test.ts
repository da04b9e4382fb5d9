import { describe, expect, it } from "vitest";
import { parseArchiveReference } from "./parse-archive-reference.ts";

const digest = `sha256:${"ab".repeat(32)}`;

describe("parseArchiveReference", () => {
  it.each([
    ["s3://my-bucket/docker-archives/misc.images.tar.gz/app:latest", "app:latest"],
    ["s3://b/a.tar/app", "app:latest"],
    ["s3://b/a.tgz/ghcr.io/team/app:1.2", "ghcr.io/team/app:1.2"],
    ["https://example.com/x/A.TAR/team/app:1", "team/app:1"],
    ["file:///srv/images/a.tar/app:1", "app:1"],
    ["s3://b/first.tar/second.tar/app:1", "second.tar/app:1"],
    ["s3://b/a.tar?versionId=x.y_z/app:1", "app:1"],
    ["s3://b/a.tar.zst/app:1", "app:1"],
    ["s3://b/a.tzst?versionId=x/app:1", "app:1"],
    ["s3://b/a.oci.tar.zstd/app:1", "app:1"],
    ["https://h/a.tar?ref=a%2Fb/app:1", "app:1"],
    ["s3://b/k.tar.d/a.tar/docker.io/library/app:1", "app:1"],
  ])("docker-archive+%s", (rest, name) => {
    const { url, ...parsed } = parseArchiveReference(`docker-archive+${rest}`);
    expect(parsed).toEqual({ name, tag: name, localName: name });
    expect(rest.startsWith(`${url}/`)).toBe(true);
    expect(url).toMatch(/\.(tar|tgz|tzst)(\.gz|\.zstd?)?(\?[^/]*)?$/i);
  });

  it("ends the archive at the first part that looks like one, also in a folder's name", () => {
    expect(parseArchiveReference("docker-archive+s3://b/k.tar.d/a.tar/app:1").url).toBe(
      "s3://b/k.tar.d/a.tar",
    );
    expect(parseArchiveReference("docker-archive+s3://b/a.tar/b.tar/app:1").url).toBe("s3://b/a.tar");
  });

  it("takes a digest, whatever of the image it is of", () => {
    const short = "ab".repeat(6);
    expect(parseArchiveReference(`docker-archive+s3://b/a.tar/@${digest}`)).toEqual({
      url: "s3://b/a.tar",
      name: digest,
      digest,
      localName: `archive:sha256-${short}`,
    });
    expect(parseArchiveReference(`docker-archive+s3://b/a.tar/app@${digest}`)).toMatchObject({
      digest,
      localName: `app:sha256-${short}`,
    });
    expect(parseArchiveReference(`docker-archive+s3://b/a.tar/app:1@${digest}`)).toMatchObject({
      digest,
      tag: "app:1",
      localName: "app:1",
    });
  });

  it.each([
    ["docker-archive+s3://bucket/app:latest", "no part that ends in .tar"],
    ["docker-archive+s3://a.tar/app:latest", "no part that ends in .tar"],
    ["docker-archive+s3://bucket/a.tar.xz/app:1", "is compressed with xz, which is not read here"],
    ["docker-archive+s3://bucket/a.tar.bz2/app:1", "is compressed with bzip2, which is not read here"],
    ["docker-archive+file:///srv/a.tbz/app:1", "is compressed with bzip2, which is not read here"],
    ["docker-archive+s3://bucket/misc.tar", "must name an image"],
    ["docker-archive+s3://bucket/misc.tar/", "must name an image"],
    ["docker-archive+s3://bucket/misc.tar/App:1", "lower case"],
    ["docker-archive+s3://bucket/misc.tar/app:.", "invalid tag"],
    ["docker-archive+s3://bucket/misc.tar/x://y", "second scheme"],
    [`docker-archive+s3://b/a.tar/app@sha512:${"0".repeat(128)}`, "not a sha256"],
    ["docker-archive+https://me:sesame@h/a.tar/app:1", "must not have credentials"],
    ["docker-archive+https://h/a.tar?sig=sesame/app:1", "must not have credentials"],
    ["docker-archive://bucket/misc.tar/app:1", "not the reference"],
  ])("refuses %s", (reference, words) => {
    expect(() => parseArchiveReference(reference)).toThrow(
      expect.objectContaining({ code: "MANIFEST_INVALID", message: expect.stringContaining(words) }),
    );
  });
});
