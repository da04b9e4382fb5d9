import { createHash, randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRecordingProxy } from "../../s3-source/test/support/recording-proxy.ts";
import { server, serverEnv } from "../../s3-source/test/support/s3-server.ts";
import { output } from "./support/hashike.ts";
import { type SavedImages, savedImages } from "./support/saved-images.ts";

let images: SavedImages;
beforeAll(async () => {
  images = await savedImages("s3trouble");
});
afterAll(() => images[Symbol.asyncDispose]());
beforeEach(() => images.forget());

/** Text, so that it comes out of a container as it went in, and long enough to be cut often. */
const longText = () => randomBytes(3_000_000).toString("hex");

const digestOf = (text: string) => createHash("sha256").update(text).digest("hex");

/** As the container sees it, without its six million characters going through a pipe. */
const digestIn = async (container = images.name) =>
  (await output("docker", "exec", container, "sha256sum", "/text")).split(" ")[0];

describe.each(["big.tar", "big.tar.gz"])("an image in %s in S3", (key) => {
  const pack = (tar: Buffer) => (key.endsWith(".gz") ? gzipSync(tar, { level: 1 }) : tar);

  it("is loaded whole although the connection is cut four times", async () => {
    const text = longText();
    await images.bucket.put(key, pack(await images.save(text)));
    const cuts = [300_000, 1, 900_000, 70_000];
    await using proxy = await startRecordingProxy(server.endpoint, {
      cutAfter: (request) => (asksForMuch(request) ? cuts.shift() : undefined),
    });
    const { code, stderr } = await images.apply(key, {
      env: { ...serverEnv, AWS_ENDPOINT_URL_S3: proxy.endpoint },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(cuts).toEqual([]);
    expect(proxy.requests.map(({ bytes }) => bytes)).toEqual(
      expect.arrayContaining([300_000, 1, 900_000, 70_000]),
    );
    expect(await digestIn()).toBe(digestOf(text));
  });

  it("is loaded by two processes at once, and both have the whole of it", async () => {
    const text = longText();
    await images.bucket.put(key, pack(await images.save(text)));
    const containers = [images.own.name("one"), images.own.name("two")];
    const both = await Promise.all(
      containers.map((container) => images.apply(key, { container, env: serverEnv })),
    );
    for (const { code, stderr } of both) expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const idOf = (container: string) => output("docker", "inspect", "-f", "{{.Image}}", container);
    const ids = await Promise.all(containers.map(idOf));
    expect(new Set(ids).size).toBe(1);
    expect(await output("docker", "image", "inspect", "-f", "{{.Id}}", `${images.name}:latest`)).toBe(ids[0]);
    for (const container of containers) expect(await digestIn(container)).toBe(digestOf(text));
    for (const container of containers) await output("docker", "rm", "-f", container);
  });
});

/** Not for the headers between, which are read in small parts. */
function asksForMuch({ method, headers }: IncomingMessage): boolean {
  const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "") ?? [];
  return method === "GET" && Number(end) - Number(start) > 1_000_000;
}
