import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createS3Source } from "../src/index.ts";
import { startRecordingProxy } from "./support/recording-proxy.ts";
import { createBucket, server, serverEnv, type TestBucket } from "./support/s3-server.ts";
import { withEnv } from "./support/with-env.ts";

let bucket: TestBucket;
beforeAll(async () => {
  bucket = await createBucket();
});
afterAll(() => bucket[Symbol.asyncDispose]());

const address = (key: string) => `s3://${bucket.name}/${key}`;
const read = (key: string, env: Readonly<Record<string, string | undefined>> = {}) =>
  withEnv({ ...serverEnv, ...env }, () => createS3Source({}).read(address(key)));

describe("createS3Source", () => {
  it("reads an object and names its text by its address", async () => {
    await bucket.put("my-manifest.yml", "\uFEFFkind: Hashike # 艀\n");
    expect(await read("my-manifest.yml")).toEqual([
      { file: address("my-manifest.yml"), text: "kind: Hashike # 艀\n" },
    ]);
  });

  it.each(["with space.yml", "艀.yml", "a//b.yml", "what?.yml", "a#b.yml", "%20.yml"])(
    "reads the key %s",
    async (key) => {
      await bucket.put(`odd/${key}`, "odd\n");
      expect((await read(`odd/${key}`))[0]?.text).toBe("odd\n");
    },
  );

  it("reads all manifests below a prefix by name, and nothing else", async () => {
    for (const key of [
      "b.yaml",
      "a.yml",
      "below/c.json",
      "README.md",
      "A.yml",
      "._a.yml",
      ".git/x.yml",
      "below/.c.yml",
    ]) {
      await bucket.put(`stack/${key}`, `# ${key}\n`);
    }
    await bucket.put("stack-2/d.yml", "# another\n");
    expect((await read("stack/")).map(({ file }) => file)).toEqual(
      ["stack/A.yml", "stack/a.yml", "stack/b.yaml", "stack/below/c.json"].map(address),
    );
  });

  it("unpacks what was uploaded compressed", async () => {
    await bucket.put("zipped.yml", gzipSync("kind: Hashike\n"));
    expect((await read("zipped.yml"))[0]?.text).toBe("kind: Hashike\n");
  });

  it("asks for an unchanged manifest with a request that brings no body, and reads a changed one", async () => {
    await using proxy = await startRecordingProxy(server.endpoint);
    await bucket.put("often.yml", "a: 1\n");
    const source = createS3Source({ endpoint: proxy.endpoint });
    const readOften = () => withEnv(serverEnv, () => source.read(address("often.yml")));
    const first = await readOften();
    expect(await readOften()).toEqual(first);
    expect(proxy.requests.map(({ method, status, bytes }) => ({ method, status, bytes }))).toEqual([
      { method: "GET", status: 200, bytes: 5 },
      { method: "GET", status: 304, bytes: 0 },
    ]);
    await bucket.put("often.yml", "a: 2\n");
    expect((await readOften())[0]?.text).toBe("a: 2\n");
  });

  it("reads nothing again below a prefix whose list says that nothing changed", async () => {
    await using proxy = await startRecordingProxy(server.endpoint);
    await bucket.put("listed/a.yml", "a\n");
    const source = createS3Source({ endpoint: proxy.endpoint });
    const readListed = () => withEnv(serverEnv, () => source.read(address("listed/")));
    const first = await readListed();
    expect(await readListed()).toEqual(first);
    expect(proxy.requests).toHaveLength(3);
  });

  it("goes on by itself when the connection is cut", async () => {
    const text = `# ${"x".repeat(100_000)}\n`;
    await bucket.put("cut.yml", text);
    let cuts = 2;
    await using proxy = await startRecordingProxy(server.endpoint, {
      cutAfter: () => (cuts-- > 0 ? 1000 : undefined),
    });
    const source = createS3Source({ endpoint: proxy.endpoint, patience: impatient });
    expect((await withEnv(serverEnv, () => source.read(address("cut.yml"))))[0]?.text).toBe(text);
    expect(proxy.requests).toHaveLength(3);
  });

  it("refuses what is too large to be a manifest", async () => {
    await bucket.put("large.yml", Buffer.alloc(4 * 1024 * 1024 + 1, "#"));
    await bucket.put("bomb.yml", gzipSync(Buffer.alloc(4 * 1024 * 1024 + 1, "#")));
    for (const key of ["large.yml", "bomb.yml"]) {
      await expect(read(key)).rejects.toMatchObject({
        code: "SOURCE_UNREADABLE",
        message: `${address(key)}: larger than 4 MiB, which is no manifest`,
      });
    }
  });

  it("leaves the environment as it was", async () => {
    await bucket.put("env.yml", "a\n");
    const name = "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED";
    await withEnv({ ...serverEnv, [name]: undefined }, async () => {
      await createS3Source({}).read(address("env.yml"));
      expect(process.env).not.toHaveProperty(name);
    });
  });
});

const impatient = { stallMs: 5_000, retryDelaysMs: [0, 0, 0], sleep: async () => {} };

describe("errors", () => {
  beforeAll(() => bucket.put("there.yml", "a: 1\n"));

  it("a missing key", async () => {
    await expect(read("none.yml")).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: `${address("none.yml")}: bucket ${bucket.name} has no such key`,
      details: [
        `bucket: ${bucket.name}`,
        "key: none.yml",
        "region: us-east-1",
        `endpoint: ${server.endpoint}`,
        "credentials: the environment (AWS_ACCESS_KEY_ID)",
      ],
    });
  });

  it("an empty prefix", async () => {
    await expect(read("none/")).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: `${address("none/")}: no .yml, .yaml or .json object below this prefix`,
    });
  });

  it.each(["a.yml", ""])("a missing bucket, asked for key '%s'", async (key) => {
    const reading = withEnv(serverEnv, () => createS3Source({}).read(`s3://no-such-bucket-here/${key}`));
    await expect(reading).rejects.toMatchObject({
      code: "SOURCE_NOT_FOUND",
      message: `s3://no-such-bucket-here/${key}: there is no bucket no-such-bucket-here`,
    });
  });

  it.each([
    ["a wrong secret", { AWS_SECRET_ACCESS_KEY: "sesame" }],
    ["an unknown key", { AWS_ACCESS_KEY_ID: "nobody" }],
  ])("%s", async (_name, env) => {
    const error: unknown = await read("there.yml", env).catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: expect.stringMatching(/: the server refuses the signature/),
    });
    expect(everythingIn(error)).not.toMatch(/sesame|testing|AWS4-HMAC|StringToSign|[0-9a-f]{64}/);
  });

  it("a wrong region", async () => {
    await expect(read("there.yml", { AWS_REGION: "eu-west-1" })).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: `${address("there.yml")}: eu-west-1 is the wrong region: it is in us-east-1`,
      hint: "set AWS_REGION=us-east-1",
    });
  });

  it("a server that is down", async () => {
    await expect(read("there.yml", { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1" })).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: `${address("there.yml")}: no S3 server at http://127.0.0.1:1: nothing listens there`,
    });
  });

  it("no credentials, and a profile that is not there", async () => {
    const without = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined };
    await expect(read("there.yml", without)).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: `${address("there.yml")}: no credentials for S3 were found`,
      details: expect.arrayContaining([
        "credentials: none found (asked: the environment, ~/.aws, the machine's role)",
      ]),
    });
    await expect(read("there.yml", { ...without, AWS_PROFILE: "other" })).rejects.toMatchObject({
      details: expect.arrayContaining(["credentials: none found (asked: profile other)"]),
    });
  });

  it("a version, of a server that keeps none", async () => {
    await using proxy = await startRecordingProxy(server.endpoint);
    await expect(
      read("there.yml?versionId=v1", { AWS_ENDPOINT_URL_S3: proxy.endpoint }),
    ).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: `${address("there.yml?versionId=v1")}: the server does not know how to do that`,
      hint: expect.stringContaining("leave out ?versionId="),
    });
    expect(proxy.requests[0]?.path).toContain("/there.yml?versionId=v1");
  });

  it("no region for AWS; for an endpoint there is a default", async () => {
    const none = { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined };
    await expect(read("there.yml", { ...none, AWS_ENDPOINT_URL_S3: undefined })).rejects.toMatchObject({
      code: "SOURCE_UNREADABLE",
      message: "S3: no region is set",
    });
    expect(await read("there.yml", none)).toHaveLength(1);
  });
});

function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${JSON.stringify(error)} ${error.message} ${error.stack} ${everythingIn(error.cause)}`;
}
