import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openS3Object } from "../src/index.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { createBucket, server, serverEnv, type TestBucket } from "./support/s3-server.ts";
import { withEnv } from "./support/with-env.ts";

const bytes = randomBytes(2_000_000);
const patience = { stallMs: 5_000, retryDelaysMs: [0, 0, 0], sleep: async () => {} };

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await createBucket();
  await bucket.put("app.tar", bytes);
});
afterAll(() => bucket[Symbol.asyncDispose]());

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

const inEnv = <T>(work: () => Promise<T>) => withEnv(serverEnv, work);

describe("openS3Object", () => {
  it("reads the end and parts with one request each, and no more than was asked for", async () => {
    await using proxy = await startRecordingProxy(server.endpoint);
    const object = openS3Object(`s3://${bucket.name}/app.tar`, { endpoint: proxy.endpoint });
    await inEnv(async () => {
      const stat = await object.stat();
      expect(stat).toEqual({ size: bytes.length, version: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
      const suffix = await object.readSuffix(1000);
      expect(suffix.stat).toEqual(stat);
      expect(Buffer.from(suffix.bytes)).toEqual(bytes.subarray(-1000));
      expect(await readAll(object.read(stat, 500_000, 1_500_000))).toEqual(
        bytes.subarray(500_000, 1_500_000),
      );
    });
    expect(proxy.requests.map(({ method, bytes }) => ({ method, bytes }))).toEqual([
      { method: "HEAD", bytes: 0 },
      { method: "GET", bytes: 1000 },
      { method: "GET", bytes: 1_000_000 },
    ]);
  });

  it("reads an object that is shorter than the suffix, also an empty one", async () => {
    await bucket.put("short", "abc");
    await bucket.put("empty", "");
    await inEnv(async () => {
      expect((await openS3Object(`s3://${bucket.name}/short`).readSuffix(100)).bytes).toHaveLength(3);
      expect((await openS3Object(`s3://${bucket.name}/empty`).readSuffix(100)).stat.size).toBe(0);
    });
  });

  it("brings the right bytes although the connection is cut four times", async () => {
    let cuts = 4;
    await using proxy = await startRecordingProxy(server.endpoint, {
      cutAfter: ({ method }) => (method === "GET" && cuts-- > 0 ? 300_000 : undefined),
    });
    const object = openS3Object(`s3://${bucket.name}/app.tar`, { endpoint: proxy.endpoint }, patience);
    await inEnv(async () => {
      const stat = await object.stat();
      expect((await readAll(object.read(stat, 0, stat.size))).equals(bytes)).toBe(true);
    });
    expect(proxy.requests.filter(({ method }) => method === "GET")).toHaveLength(5);
  });

  it("says that the object was replaced, also between a cut and going on", async () => {
    const object = openS3Object(`s3://${bucket.name}/replaced`, {}, patience);
    await bucket.put("replaced", "first");
    await inEnv(async () => {
      const stat = await object.stat();
      await bucket.put("replaced", "other");
      await expect(readAll(object.read(stat, 0, 5))).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
    });
  });

  it("says why, although a refused HEAD has no body", async () => {
    await inEnv(async () => {
      await expect(openS3Object(`s3://${bucket.name}/none`).stat()).rejects.toMatchObject({
        code: "SOURCE_NOT_FOUND",
        message: expect.stringContaining("has no such key"),
      });
      await expect(openS3Object("s3://no-such-bucket-here/none").stat()).rejects.toMatchObject({
        code: "SOURCE_NOT_FOUND",
        message: expect.stringContaining("there is no bucket"),
      });
    });
  });
});
