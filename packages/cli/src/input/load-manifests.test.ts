import { Readable } from "node:stream";
import type { Source } from "@hashike/core";
import { describe, expect, it } from "vitest";
import { loadManifests, schemeOf } from "./load-manifests.ts";

const echo = (scheme: string): Source => ({
  schemes: [scheme],
  read: async (address) => [{ file: address, text: scheme }],
});
const { signal } = new AbortController();
const load = (addresses: readonly string[], input: readonly (string | Uint8Array)[] = []) =>
  loadManifests(addresses, {
    sources: [echo("mem"), echo("file")],
    stdin: () => Readable.from(input),
    signal,
  });

describe("loadManifests", () => {
  it("reads each address by the source of its scheme, in order", async () => {
    expect(await load(["b.yml", "mem:a", "FILE:///c.yml"])).toEqual([
      { file: "b.yml", text: "file" },
      { file: "mem:a", text: "mem" },
      { file: "FILE:///c.yml", text: "file" },
    ]);
  });

  it("reads standard input, also when a character is cut between two chunks", async () => {
    const bytes = Buffer.from("\uFEFF艀\n");
    expect(await load(["-"], [bytes.subarray(0, 4), bytes.subarray(4)])).toEqual([
      { file: "-", text: "艀\n" },
    ]);
  });

  it("refuses standard input that is not UTF-8", async () => {
    await expect(load(["-"], [Uint8Array.of(0xff)])).rejects.toMatchObject({ code: "SOURCE_UNREADABLE" });
  });

  it("refuses to read standard input twice", async () => {
    await expect(load(["-", "-"])).rejects.toMatchObject({ code: "USAGE" });
  });

  it("says which schemes there are", async () => {
    await expect(load(["s3://bucket/a.yml"])).rejects.toMatchObject({
      code: "SOURCE_SCHEME_UNSUPPORTED",
      message: "s3://bucket/a.yml: no source reads s3: addresses",
      hint: expect.stringContaining("file:, mem:"),
    });
  });

  it("stops waiting for standard input when it is interrupted", async () => {
    const controller = new AbortController();
    const never = new Readable({ read() {} });
    const loading = loadManifests(["-"], { sources: [], stdin: () => never, signal: controller.signal });
    controller.abort();
    await expect(loading).rejects.toThrow(/abort/i);
  });
});

it.each([
  ["my-manifest.yml", "file"],
  ["./a:b.yml", "file"],
  ["C:\\stack\\a.yml", "file"],
  ["S3://bucket/key", "s3"],
  ["docker-archive+s3://b/k", "docker-archive+s3"],
])("the scheme of %s is %s", (address, scheme) => {
  expect(schemeOf(address)).toBe(scheme);
});
