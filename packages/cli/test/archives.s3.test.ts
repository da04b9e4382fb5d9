import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type OwnThings, ownThings } from "../../docker-driver/test/support/own-things.ts";
import { startRecordingProxy } from "../../s3-source/test/support/recording-proxy.ts";
import { createBucket, server, serverEnv, type TestBucket } from "../../s3-source/test/support/s3-server.ts";
import { hashike, output } from "./support/hashike.ts";

// The original's reason to be: an image that `docker save` wrote, in S3, and no registry anywhere.
let own: OwnThings;
let bucket: TestBucket;
let folder: string;
let name: string;

beforeAll(async () => {
  own = await ownThings("s3arch");
  bucket = await createBucket();
  folder = await mkdtemp(join(tmpdir(), "hashike-archives-"));
  name = `${own.prefix}app`;
  await output("docker", "network", "create", own.name("net"));
});

afterAll(async () => {
  await own.removeAll();
  for (const id of images) await attempt("docker", "rmi", "-f", id);
  const notes = await output("docker", "volume", "ls", "-q", "--filter", "label=hashike=note");
  for (const note of notes.split("\n").filter((line) => line !== "")) {
    const archive = await output(
      "docker",
      "volume",
      "inspect",
      "-f",
      '{{index .Labels "hashike.archive"}}',
      note,
    );
    if (archive.includes(bucket.name)) await output("docker", "volume", "rm", note);
  }
  await bucket[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

// Each test begins on an engine that knows nothing of the image.
beforeEach(async () => {
  await attempt("docker", "rm", "-f", name);
  await attempt("docker", "rmi", "-f", `${name}:latest`);
});

/** Every image that the tests made or loaded: a retagged one stays on the engine without a name. */
const images = new Set<string>();

const attempt = (program: string, ...args: readonly string[]) =>
  new Promise<void>((done) => execFile(program, args, () => done()));

/** Builds an image of its own on top of busybox, saves it, and takes it off the engine again. */
async function saveImage(text: string): Promise<Buffer> {
  const container = (
    await output(
      "docker",
      "create",
      "hashike-test/busybox:1",
      "sh",
      "-c",
      "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done",
    )
  ).trim();
  const file = join(folder, "text");
  await writeFile(file, text);
  await output("docker", "cp", file, `${container}:/text`);
  images.add(await output("docker", "commit", container, `${name}:latest`));
  await output("docker", "rm", container);
  await output("docker", "save", "-o", join(folder, "image.tar"), `${name}:latest`);
  await attempt("docker", "rmi", "-f", `${name}:latest`);
  return readFile(join(folder, "image.tar"));
}

async function manifest(key: string): Promise<string> {
  const file = join(folder, "manifest.yml");
  await writeFile(
    file,
    [
      "apiVersion: v1",
      "kind: Hashike",
      `metadata: {namespace: tests, name: ${own.prefix}archive}`,
      "spec:",
      "  terminationGracePeriodSeconds: 2",
      "  containers:",
      `  - {name: ${name}, image: "docker-archive+s3://${bucket.name}/${key}/${name}:latest"}`,
      "",
    ].join("\n"),
  );
  return file;
}

const text = () => output("docker", "exec", name, "cat", "/text");

describe.each(["misc.images.tar", "misc.images.tar.gz"])("an image in %s in S3", (archive) => {
  const key = `docker-archives/${archive}`;
  const pack = (tar: Buffer) => (archive.endsWith(".gz") ? gzipSync(tar) : tar);

  it("is loaded and run; unchanged it costs next to nothing; changed it replaces the container", async () => {
    await using proxy = await startRecordingProxy(server.endpoint);
    const env = { ...serverEnv, AWS_ENDPOINT_URL_S3: proxy.endpoint };
    const apply = async () => hashike(["apply", "--network", own.name("net"), await manifest(key)], { env });

    await bucket.put(key, pack(await saveImage("one")));
    const first = await apply();
    expect(first).toMatchObject({ code: 0, stderr: "" });
    expect(first.stdout).toContain("will be loaded");
    expect(first.stdout).toMatch(/Loaded image docker-archive\+s3:.*Created container/);
    expect(await text()).toBe("one");

    proxy.requests.splice(0);
    expect((await apply()).stdout).toContain("nothing to do");
    const bytes = proxy.requests.reduce((sum, r) => sum + r.bytes, 0);
    expect(proxy.requests.length).toBeLessThanOrEqual(2);
    expect(bytes).toBeLessThanOrEqual(archive.endsWith(".gz") ? 0 : 32 * 1024);

    await bucket.put(key, pack(await saveImage("two")));
    const changed = await apply();
    expect(changed).toMatchObject({ code: 0, stderr: "" });
    expect(await text()).toBe("two");
    expect((await apply()).stdout).toContain("nothing to do");
  });

  it("that is damaged changes nothing", async () => {
    await bucket.put(key, pack(await saveImage("three")));
    await hashike(["apply", "--network", own.name("net"), await manifest(key)], { env: serverEnv });
    const before = await output("docker", "inspect", "-f", "{{.Id}} {{.State.StartedAt}}", name);
    const whole = pack(await saveImage("four"));
    await bucket.put(key, whole.subarray(0, Math.floor(whole.length / 2)));
    const { code, stderr, stdout } = await hashike(
      ["apply", "--network", own.name("net"), await manifest(key)],
      {
        env: serverEnv,
      },
    );
    expect(code).not.toBe(0);
    expect(stderr + stdout).toContain(key);
    expect(await output("docker", "inspect", "-f", "{{.Id}} {{.State.StartedAt}}", name)).toBe(before);
  });
});
