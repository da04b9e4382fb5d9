import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startHttpServer } from "../../s3-source/test/support/http-server.ts";
import { startRecordingProxy } from "../../s3-source/test/support/recording-proxy.ts";
import { createBucket, server, serverEnv, type TestBucket } from "../../s3-source/test/support/s3-server.ts";
import { loadedFiles, tellLoadedFiles } from "./support/loaded-files.ts";
import { quickstart, single } from "./support/manifests.ts";
import { createWorkspace, type RunOptions } from "./support/workspace.ts";

const shiftClock = new URL("./support/shift-clock.mjs", import.meta.url).href;

let bucket: TestBucket;
let address: string;
beforeAll(async () => {
  bucket = await createBucket();
  address = `s3://${bucket.name}/my-manifest.yml`;
  await bucket.put("my-manifest.yml", quickstart);
});
afterAll(() => bucket[Symbol.asyncDispose]());

const withS3: RunOptions = { env: serverEnv };

describe("hashike with manifests in S3", () => {
  it("plans, applies, applies again and deletes", async () => {
    await using workspace = await createWorkspace();
    expect(await workspace.run(["validate", address], withS3)).toMatchObject({ code: 0, stderr: "" });
    expect(await workspace.engine(["plan", address], withS3)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("container web will be created"),
    });
    expect(await workspace.engine(["apply", address], withS3)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/Created network hashike, containers store and web\.\n$/),
      stderr: "",
    });
    expect(await workspace.engine(["apply", address], withS3)).toMatchObject({
      code: 0,
      stdout: "There is nothing to do: all 5 things are as wanted.\n",
      stderr: "",
    });
    expect(await workspace.engine(["delete", address], withS3)).toMatchObject({ code: 0 });
  });

  it("applies all that is below a prefix, and shows mistakes with their address", async () => {
    await using workspace = await createWorkspace();
    await bucket.put("stack/b.yml", single("beta"));
    await bucket.put("stack/a/a.yaml", single("alpha"));
    const prefix = `s3://${bucket.name}/stack/`;
    const { code, stdout } = await workspace.run(["validate", prefix], withS3);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringContaining("Valid: 2 manifests, 2 containers."),
    });
    await bucket.put("stack/c.yml", "kind: Hashike\n");
    const invalid = await workspace.run(["validate", prefix], withS3);
    expect(invalid).toMatchObject({ code: 3, stderr: expect.stringContaining(`${prefix}c.yml:1:1: `) });
  });

  it("takes the endpoint as an option, and an unset region is no trouble then", async () => {
    await using workspace = await createWorkspace();
    await using proxy = await startRecordingProxy(server.endpoint);
    const { AWS_REGION: _region, AWS_ENDPOINT_URL_S3: _endpoint, ...env } = serverEnv;
    const args = ["validate", address, "--s3-endpoint", proxy.endpoint, "--s3-path-style"];
    expect(await workspace.run(args, { env })).toMatchObject({ code: 0 });
    expect(proxy.requests).toMatchObject([{ method: "GET", path: expect.stringMatching(/^\/hashike-/) }]);
  });

  it("loads the AWS SDK only when an address in S3 is read, and says nothing of its own", async () => {
    await using workspace = await createWorkspace();
    await workspace.write("my-manifest.yml", quickstart);
    const env = { ...serverEnv, ...tellLoadedFiles };
    const without = await workspace.engine(["apply", "my-manifest.yml"], { env });
    expect(without.code).toBe(0);
    const files = ["bin.js", "program.js", "handlers.js"];
    expect(loadedFiles(without.stderr)).toEqual({ files, rest: "" });
    const { code, stderr } = await workspace.run(["validate", address], { env });
    expect({ code, ...loadedFiles(stderr) }).toEqual({
      code: 0,
      files: expect.arrayContaining(["s3-source.mjs", expect.stringMatching(/^s3-source\//)]),
      rest: "",
    });
  });

  it("takes credentials and endpoint from a profile", async () => {
    await using workspace = await createWorkspace();
    const { accessKeyId, secretAccessKey, endpoint } = server;
    await workspace.write(
      "aws",
      `[profile ours]\nregion = us-east-1\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\nendpoint_url = ${endpoint}\n`,
    );
    const env = {
      AWS_PROFILE: "ours",
      // The profile wins, as it says in the message.
      AWS_ACCESS_KEY_ID: "nobody",
      AWS_SECRET_ACCESS_KEY: "sesame",
      AWS_CONFIG_FILE: `${workspace.folder}/aws`,
      AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    expect(await workspace.run(["validate", address], { env })).toMatchObject({ code: 0, stderr: "" });
    const { stderr } = await workspace.run(["validate", `${address}x`], { env });
    expect(stderr).toContain("credentials: profile ours\n");
  });
});

/** What each of these says, and that it changes nothing, shows no secret, and ends with code 1. */
const mistakes: readonly (readonly [string, RunOptions["env"], (address: string) => string, string])[] = [
  [
    "a wrong secret",
    { AWS_SECRET_ACCESS_KEY: "sesame" },
    (address) => address,
    "the server refuses the signature: it does not know the access key, or the secret key is not the one of it",
  ],
  ["a missing key", {}, (address) => `${address}x`, "has no such key"],
  ["a wrong bucket", {}, () => "s3://no-such-bucket-here/a.yml", "there is no bucket no-such-bucket-here"],
  [
    "a wrong region",
    { AWS_REGION: "eu-west-1" },
    (address) => address,
    "eu-west-1 is the wrong region: it is in us-east-1",
  ],
  [
    "a clock that is wrong",
    { NODE_OPTIONS: `--import=${shiftClock}`, HASHIKE_TEST_CLOCK_SHIFT: "3600000" },
    (address) => address,
    "the clocks are too far apart: ours says 20",
  ],
  [
    "a server that is down",
    { AWS_ENDPOINT_URL_S3: "http://127.0.0.1:1" },
    (address) => address,
    "no S3 server at http://127.0.0.1:1: nothing listens there",
  ],
  [
    "no credentials",
    { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
    (address) => address,
    "no credentials for S3 were found",
  ],
];

describe("what keeps manifests in S3 from being read", () => {
  it.each(mistakes)("%s", async (_name, env, addressOf, message) => {
    await using workspace = await createWorkspace();
    await workspace.engine(["apply", "-"], { input: single("web") });
    const before = await workspace.engine(["get", "-o", "json"]);
    const { code, stdout, stderr } = await workspace.engine(["apply", addressOf(address)], {
      env: { ...serverEnv, ...env },
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^error: s3:.* \[SOURCE_(NOT_FOUND|UNREADABLE)\]\n {4}bucket: [\s\S]*\nhint: /);
    expect(stderr.split("\n").filter((line) => !/^(error:|hint:| {4}|$)/.test(line))).toEqual([]);
    expect((await workspace.engine(["get", "-o", "json"])).stdout).toBe(before.stdout);
  });

  it.each(mistakes)("%s, told in full without a secret", async (_name, env, addressOf) => {
    await using workspace = await createWorkspace();
    const args = ["validate", addressOf(address), "-o", "json", "--log-level", "debug"];
    const { stdout, stderr } = await workspace.run(args, { env: { ...serverEnv, ...env } });
    const { code } = JSON.parse(stdout).error as { code: string };
    expect(code).toMatch(/^SOURCE_/);
    expect(stdout + stderr).not.toMatch(/sesame|AWS4-HMAC|StringToSign|[0-9a-f]{64}/);
    expect((stdout + stderr).replaceAll(server.endpoint, "")).not.toContain(server.secretAccessKey);
  });

  it.each([
    [["validate", "s3:my-bucket"], "write s3://BUCKET/KEY"],
    [
      ["validate", "s3://my-bucket/a.yml", "--s3-endpoint", "localhost:9000"],
      "such as http://localhost:9000",
    ],
  ])("wrong usage: %j", async (args, hint) => {
    await using workspace = await createWorkspace();
    expect(await workspace.run(args, withS3)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining(hint),
    });
  });
});

describe("hashike with manifests from a web server", () => {
  it("sends the headers of --header-file", async () => {
    await using workspace = await createWorkspace();
    await using web = await startHttpServer((request, response) => {
      const allowed = request.headers.authorization === "Bearer sesame";
      response.writeHead(allowed ? 200 : 401).end(allowed ? quickstart : "");
    });
    await workspace.write("headers", "Authorization: Bearer sesame\n");
    const args = ["validate", `${web.origin}/my-manifest.yml`];
    expect(await workspace.run([...args, "--header-file", "headers"])).toMatchObject({ code: 0 });
    expect(await workspace.run(args)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("access denied (HTTP status 401) [SOURCE_UNREADABLE]"),
    });
  });

  it("keeps the signature of a URL out of a saved plan and of all output", async () => {
    await using workspace = await createWorkspace();
    await using web = await startHttpServer((_request, response) => response.end(quickstart));
    const url = `${web.origin}/my-manifest.yml?X-Amz-Signature=sesame`;
    const { stdout, stderr } = await workspace.engine(["plan", url, "--out", "p", "--log-level", "debug"]);
    expect(stderr).toContain("my-manifest.yml?…: ");
    expect(stdout + stderr + (await workspace.read("p"))).not.toContain("sesame");
    expect(await workspace.engine(["apply", "p"])).toMatchObject({ code: 0 });
  });
});
