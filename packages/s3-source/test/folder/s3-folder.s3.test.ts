import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openS3Folder } from "../../src/folder/s3-folder.ts";
import { startRecordingProxy } from "../support/recording-proxy.ts";
import { createBucket, server, serverEnv, type TestBucket } from "../support/s3-server.ts";
import { withEnv } from "../support/with-env.ts";
import { contentOf, digestOf, readAll } from "./contents.ts";
import { folderContract } from "./folder-contract.ts";

let bucket: TestBucket;
let count = 0;
const before = { ...process.env };
beforeAll(async () => {
  Object.assign(process.env, serverEnv);
  bucket = await createBucket();
});
afterAll(async () => {
  await bucket[Symbol.asyncDispose]();
  process.env = before;
});

const newUrl = () => `s3://${bucket.name}/some folder/${count++}`;
/** The least that S3 takes as a part. */
const partBytes = 5 * 1024 * 1024;
const inParts = { partSizes: { wholeBytes: partBytes, partBytes } };

describe("a prefix of a bucket", () => {
  folderContract(async () => openS3Folder(newUrl()));
});

describe("what is uploaded in parts", () => {
  it("is the same as what was given", async () => {
    const folder = openS3Folder(newUrl(), {}, inParts);
    const bytes = randomBytes(2 * partBytes + 1234);
    await folder.put("blobs/a", contentOf(bytes));
    expect((await readAll(folder, "blobs/a")).equals(bytes)).toBe(true);
    expect(await folder.listUnfinished("")).toEqual([]);
  });

  it.each([
    ["has another digest", { digest: digestOf(Buffer.from("x")) }],
    ["ends early", { size: 3 * partBytes }],
  ])("leaves nothing when it %s", async (_what, claim) => {
    const folder = openS3Folder(newUrl(), {}, inParts);
    const put = folder.put("blobs/a", contentOf(randomBytes(2 * partBytes + 1), claim));
    await expect(put).rejects.toMatchObject({ code: "STORE_UNWRITABLE" });
    expect(await folder.list("")).toEqual([]);
    expect(await folder.listUnfinished("")).toEqual([]);
  });
});

it("lists and discards uploads that nobody completed", async () => {
  const url = newUrl();
  await bucket.beginUpload(`${url.slice(`s3://${bucket.name}/`.length)}/blobs/a`);
  const folder = openS3Folder(url);
  expect(await folder.list("")).toEqual([]);
  const unfinished = await folder.listUnfinished("blobs/");
  expect(unfinished.map(({ key }) => key)).toEqual(["blobs/a"]);
  for (const upload of unfinished) await upload.discard();
  expect(await folder.listUnfinished("")).toEqual([]);
});

describe("a server that refuses", () => {
  it("is told with what it refused, and never a secret", async () => {
    const secret = { AWS_SECRET_ACCESS_KEY: "not-the-right-one" };
    const error = await withEnv(secret, () =>
      openS3Folder(newUrl(), {})
        .put("a", contentOf(Buffer.from("x")))
        .catch((error: unknown) => error),
    );
    expect(error).toMatchObject({
      code: "STORE_UNWRITABLE",
      message: expect.stringContaining("refuses the signature"),
    });
    expect(JSON.stringify(error)).not.toContain("not-the-right-one");
  });

  it("is asked for a bucket that is there", async () => {
    const folder = openS3Folder("s3://hashike-no-such-bucket/app", {});
    const put = folder.put("a", contentOf(Buffer.from("x")));
    await expect(put).rejects.toMatchObject({
      code: "STORE_UNWRITABLE",
      message: expect.stringContaining("no bucket hashike-no-such-bucket"),
    });
    await expect(folder.list("")).rejects.toMatchObject({ code: "SOURCE_NOT_FOUND" });
  });

  it("refuses bytes that were changed on their way", async () => {
    const url = newUrl();
    await using proxy = await startRecordingProxy(server.endpoint, {
      changeUpload: (chunk) => chunk.fill(0),
    });
    const folder = openS3Folder(url, { endpoint: proxy.endpoint });
    const put = folder.put("a", contentOf(Buffer.from("right")));
    await expect(put).rejects.toMatchObject({ code: "STORE_UNWRITABLE" });
    expect(await openS3Folder(url).list("")).toEqual([]);
  });
});
