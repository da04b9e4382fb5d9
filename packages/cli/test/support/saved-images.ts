import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OwnThings, ownThings } from "../../../docker-driver/test/support/own-things.ts";
import { createBucket, type TestBucket } from "../../../s3-source/test/support/s3-server.ts";
import { hashike, output, type RunOptions } from "./hashike.ts";

/** What tests of archives in S3 have of their own: a bucket, a network, and images that `docker save` wrote. */
export interface SavedImages extends AsyncDisposable {
  readonly own: OwnThings;
  readonly bucket: TestBucket;
  /** Of the image, and of the container unless another is named. */
  readonly name: string;
  /** Builds an image with a file `/text` on top of busybox, saves it, and takes it off the engine again. */
  save(text: string | Buffer): Promise<Buffer>;
  /** Applies a manifest with one container, of the image in the bucket's archive. */
  apply(key: string, options: ApplyOptions): ReturnType<typeof hashike>;
  /** `/text` in the running container. */
  text(container?: string): Promise<string>;
  /** Has the engine forget the image. */
  forget(): Promise<void>;
}

export interface ApplyOptions extends RunOptions {
  readonly container?: string;
}

/** @param file a short word for the test file, as for {@link ownThings} */
export async function savedImages(file: string): Promise<SavedImages> {
  const own = await ownThings(file);
  const bucket = await createBucket();
  const folder = await mkdtemp(join(tmpdir(), "hashike-archives-"));
  const name = `${own.prefix}app`;
  const network = own.name("net");
  await output("docker", "network", "create", network);
  /** Every image that was made: a retagged one stays on the engine without a name. */
  const images = new Set<string>();

  return {
    own,
    bucket,
    name,
    async save(text) {
      const program = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"];
      const container = await output("docker", "create", "hashike-test/busybox:1", ...program);
      await writeFile(join(folder, "text"), text);
      await output("docker", "cp", join(folder, "text"), `${container}:/text`);
      images.add(await output("docker", "commit", container, `${name}:latest`));
      await output("docker", "rm", container);
      await output("docker", "save", "-o", join(folder, "image.tar"), `${name}:latest`);
      await attempt("docker", "rmi", "-f", `${name}:latest`);
      return readFile(join(folder, "image.tar"));
    },
    async apply(key, { container = name, ...options }) {
      const manifest = join(folder, `${container}.yml`);
      const image = `docker-archive+s3://${bucket.name}/${key}/${name}:latest`;
      await writeFile(manifest, manifestOf(container, image));
      return hashike(["apply", "--network", network, manifest], options);
    },
    text: (container = name) => output("docker", "exec", container, "cat", "/text"),
    async forget() {
      await attempt("docker", "rm", "-f", name);
      await attempt("docker", "rmi", "-f", `${name}:latest`);
    },
    async [Symbol.asyncDispose]() {
      await own.removeAll();
      for (const id of images) await attempt("docker", "rmi", "-f", id);
      await removeNotes(bucket.name);
      await bucket[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

function manifestOf(container: string, image: string): string {
  return [
    "apiVersion: v1",
    "kind: Hashike",
    `metadata: {namespace: tests, name: ${container}}`,
    "spec:",
    "  terminationGracePeriodSeconds: 2",
    // Without an end to its log, there would be a notice of that when it is made anew.
    "  logging: {options: {max-size: 1m}}",
    `  containers: [{name: ${container}, image: "${image}"}]`,
    "",
  ].join("\n");
}

/** Notes are named by a hash, and say which archive they are about. */
async function removeNotes(bucketName: string): Promise<void> {
  const format = '{{.Name}} {{index .Labels "hashike.archive"}}';
  const notes = await output("docker", "volume", "ls", "-q", "--filter", "label=hashike=note");
  for (const note of notes.split("\n").filter((line) => line !== "")) {
    const about = await output("docker", "volume", "inspect", "-f", format, note).catch(() => "");
    if (about.includes(bucketName)) await attempt("docker", "volume", "rm", note);
  }
}

function attempt(program: string, ...args: readonly string[]): Promise<void> {
  return new Promise((done) => execFile(program, args, () => done()));
}
