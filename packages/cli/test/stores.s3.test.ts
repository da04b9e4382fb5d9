import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { type RecordedRequest, startRecordingProxy } from "../../s3-source/test/support/recording-proxy.ts";
import { createBucket, server, serverEnv, type TestBucket } from "../../s3-source/test/support/s3-server.ts";
import { hashike, output, run } from "./support/hashike.ts";

let own: OwnThings;
let bucket: TestBucket;
let folder: string;
let name: string;
/** With 3 MB of its own on top of busybox. */
let base: string;

beforeAll(async () => {
  own = await ownThings("s3store");
  bucket = await createBucket();
  folder = await mkdtemp(join(tmpdir(), "hashike-stores-"));
  name = `${own.prefix}app`;
  base = own.name("base:1");
  await output("docker", "tag", await commit("hashike-test/busybox:1", "base", randomBytes(3_000_000)), base);
  await output("docker", "network", "create", own.name("net"));
}, 120_000);

afterAll(async () => {
  await own.removeAll();
  for (const id of [...images].reverse()) await attempt("docker", "rmi", "-f", id);
  await bucket[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

// Each test begins on an engine that has the base at most.
beforeEach(() => attempt("docker", "rm", "-f", name));

const images = new Set<string>();

const attempt = (program: string, ...args: readonly string[]) =>
  new Promise<void>((done) => execFile(program, args, () => done()));

/** Puts a file on top of an image. @returns the new image's ID */
async function commit(from: string, file: string, content: string | Buffer): Promise<string> {
  const idle = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";
  const container = await output("docker", "create", from, "sh", "-c", idle);
  await writeFile(join(folder, file), content);
  await output("docker", "cp", join(folder, file), `${container}:/${file}`);
  const id = await output("docker", "commit", container);
  images.add(id);
  await output("docker", "rm", container);
  return id;
}

/** Builds an image that says something, and names it as a user would. */
async function build(tag: string, text: string): Promise<void> {
  await output("docker", "tag", await commit(base, "text", text), `${name}:${tag}`);
}

async function manifest(reference: string): Promise<string> {
  const file = join(folder, "manifest.yml");
  const lines = [
    "apiVersion: v1",
    "kind: Hashike",
    `metadata: {namespace: tests, name: ${own.prefix}store}`,
    "spec:",
    "  terminationGracePeriodSeconds: 2",
    // Without an end to its log, there would be a notice of that when it is made anew.
    "  logging: {options: {max-size: 1m}}",
    "  containers:",
    `  - {name: ${name}, image: "${reference}"}`,
  ];
  await writeFile(file, `${lines.join("\n")}\n`);
  return file;
}

const text = () => output("docker", "exec", name, "cat", "/text");
const writes = (requests: readonly RecordedRequest[]) => requests.filter(({ method }) => method === "PUT");
const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);

describe.each([
  ["oci+s3", () => `oci+s3://${bucket.name}/some/images`],
  ["oci+file", () => `oci+file://${join(folder, "images")}`],
] as const)("a store behind %s", (scheme, place) => {
  const runWith = (args: readonly string[], env: Readonly<Record<string, string>> = serverEnv) =>
    hashike([...args], { env });
  const done = async (...args: readonly string[]) => {
    const ran = await runWith(args);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    return ran.stdout;
  };
  const reference = (tag: string) => `${place()}/${name}:${tag}`;
  const apply = async (tag: string, env?: Readonly<Record<string, string>>) =>
    runWith(["apply", "--network", own.name("net"), await manifest(reference(tag))], env);

  it("takes an image, and gives an engine what it lacks of it", async () => {
    await using proxy = await startRecordingProxy(server.endpoint);
    const env = { ...serverEnv, AWS_ENDPOINT_URL_S3: proxy.endpoint };
    await build("1", "one");
    const pushed = await runWith(["image", "push", `${name}:1`, reference("1")], env);
    expect(pushed).toMatchObject({ code: 0, stderr: "" });
    expect(pushed.stdout).toMatch(/Pushed .*: 3 of 3 layers, 5\.\d MB of 5\.\d MB/);
    await output("docker", "rmi", "-f", `${name}:1`);

    const first = await apply("1", env);
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toMatch(/1 of 3 layers, \d.* of 5\.\d MB/);
    expect(await text()).toBe("one");

    proxy.requests.splice(0);
    expect((await apply("1", env)).stdout).toContain("nothing to do");
    if (scheme === "oci+s3") {
      expect(proxy.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
        `GET /${bucket.name}/some/images/${name}/tags/1.json?x-id=GetObject`,
      ]);
      expect(sum(proxy.requests.map(({ bytes }) => bytes))).toBeLessThan(600);
    }

    proxy.requests.splice(0);
    await build("1", "two");
    const again = await runWith(["image", "push", `${name}:1`, reference("1")], env);
    expect(again.stdout).toMatch(/Pushed .*: 1 of 3 layers, \d+\.\d kB of 5\.\d MB/);
    if (scheme === "oci+s3") {
      // The layer, config, manifest, pointer, and index.json.
      expect(writes(proxy.requests)).toHaveLength(5);
      expect(sum(writes(proxy.requests).map(({ uploaded }) => uploaded))).toBeLessThan(10_000);
    }
    proxy.requests.splice(0);
    const same = await runWith(["image", "push", `${name}:1`, reference("1")], env);
    expect(same.stdout).toContain("nothing to push");
    expect(writes(proxy.requests)).toEqual([]);

    await output("docker", "rmi", "-f", `${name}:1`);
    expect(await apply("1", env)).toMatchObject({ code: 0, stderr: "" });
    expect(await text()).toBe("two");
  }, 120_000);

  it("is listed, pulled from, and cleared up, without an engine where none is needed", async () => {
    const noEngine = ["--host", "unix:///nowhere.sock"];
    await build("keep", "keep");
    await build("go", "go");
    await done("image", "push", `${name}:keep`, reference("keep"));
    await done("image", "push", `${name}:go`, reference("go"));
    const rows = (await done("image", "ls", place(), ...noEngine)).split("\n");
    expect(rows[0]).toMatch(/^NAME +TAG +DIGEST +SIZE +PUSHED$/);
    expect(rows.filter((row) => / (keep|go) /.test(row))).toHaveLength(2);
    const listed = JSON.parse(await done("image", "ls", place(), "-o", "json", ...noEngine));
    expect(listed).toContainEqual({
      name,
      tag: "keep",
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      sizeBytes: expect.any(Number),
      pushedAt: expect.stringMatching(/^20\d\d-/),
    });

    await output("docker", "rmi", "-f", `${name}:keep`, `${name}:go`);
    expect(await done("image", "pull", reference("keep"), `${name}:mine`)).toContain(`as ${name}:mine`);
    expect(await output("docker", "run", "--rm", `${name}:mine`, "cat", "/text")).toBe("keep");
    await output("docker", "rmi", "-f", `${name}:mine`);

    expect(await done("image", "rm", reference("go"), ...noEngine)).toContain(
      `Removed tag ${reference("go")}`,
    );
    expect(await done("image", "gc", place(), ...noEngine)).toContain("younger than 24h");
    const gc = ["image", "gc", place(), "--grace-period", "0s", ...noEngine];
    const would = await done(...gc, "--dry-run");
    expect(would).toContain("Would free");
    expect(await done(...gc, "--dry-run")).toBe(would);
    const went = await done(...gc);
    expect(went.replace("Freed", "Would free").replaceAll("removed ", "would remove ")).toBe(would);
    expect(await done(...gc)).toBe("Nothing to remove.\n");

    expect(await runWith(["image", "pull", reference("go")])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("[SOURCE_NOT_FOUND]"),
    });
    await done("image", "pull", reference("keep"));
    expect(await output("docker", "run", "--rm", `${name}:keep`, "cat", "/text")).toBe("keep");
    await output("docker", "rmi", "-f", `${name}:keep`);
  }, 120_000);
});

describe("a layout that skopeo wrote", () => {
  it("runs from where it was copied to", async () => {
    await build("1", "theirs");
    const [ours, theirs] = [join(folder, "ours"), join(folder, "theirs")];
    await hashike(["image", "push", `${name}:1`, `oci+file://${ours}/${name}:1`]);
    await output("docker", "rmi", "-f", `${name}:1`);
    const from = `oci:${ours}/${name}:1`;
    await output("skopeo", "--insecure-policy", "copy", "--dest-compress", from, `oci:${theirs}:1`);
    for (const file of await readdir(theirs, { recursive: true, withFileTypes: true })) {
      const path = join(file.parentPath, file.name);
      if (!file.isFile()) continue;
      await bucket.put(`theirs/${name}/${relative(theirs, path)}`, await readFile(path));
    }
    const applied = await hashike(
      ["apply", "--network", own.name("net"), await manifest(`oci+s3://${bucket.name}/theirs/${name}:1`)],
      { env: serverEnv },
    );
    expect(applied).toMatchObject({ code: 0, stderr: "" });
    expect(await text()).toBe("theirs");
  }, 120_000);
});

describe("what goes wrong", () => {
  const reference = () => `oci+s3://${bucket.name}/broken/${name}:1`;

  it("a damaged blob is refused, and the engine has neither image nor name of it", async () => {
    await build("1", "right");
    await hashike(["image", "push", `${name}:1`, reference()], { env: serverEnv });
    const id = await output("docker", "inspect", "-f", "{{.Id}}", `${name}:1`);
    const diffIds = await output("docker", "inspect", "-f", "{{json .RootFS.Layers}}", `${name}:1`);
    const top = JSON.parse(diffIds).at(-1).slice("sha256:".length);
    await output("docker", "rmi", "-f", `${name}:1`);
    await bucket.put(`broken/${name}/blobs/sha256/${top}`, "wrong");
    const { code, stderr } = await hashike(["image", "pull", reference()], { env: serverEnv });
    expect(code).toBe(1);
    expect(stderr).toMatch(/is damaged: .*blobs\/sha256\/.*\[DRIVER_IMAGE_PULL_FAILED\]/);
    expect((await run("docker", ["inspect", id])).code).not.toBe(0);
    expect((await run("docker", ["inspect", `${name}:1`])).code).not.toBe(0);
  }, 120_000);

  it.each([
    [["image", "push", "hashike-test/none:1", "oci+s3://bucket/app:1"], 1, "NOT_FOUND"],
    [
      ["image", "push", "hashike-test/busybox:1", "oci+s3://no-such-bucket-of-mine/app:1"],
      1,
      "STORE_UNWRITABLE",
    ],
    [["image", "ls", "oci+s3://no-such-bucket-of-mine"], 1, "SOURCE_NOT_FOUND"],
    [["image", "ls", "s3://bucket"], 64, "USAGE"],
    [["image", "pull", "nginx:1"], 64, "USAGE"],
    [["image", "rm", "oci+s3://bucket/App:1"], 64, "USAGE"],
    [["image", "gc", "oci+s3://bucket", "--grace-period", "soon"], 64, "USAGE"],
  ])("%j is told with code %i", async (args, code, error) => {
    const ran = await hashike(args, { env: serverEnv });
    expect(ran).toMatchObject({ code, stderr: expect.stringContaining(`[${error}]`) });
    expect(ran.stderr).toContain("hint: ");
  });
});
