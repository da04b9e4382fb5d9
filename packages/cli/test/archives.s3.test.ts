import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { zstdBytes } from "../../s3-source/test/archive/zstd-bytes.ts";
import { startRecordingProxy } from "../../s3-source/test/support/recording-proxy.ts";
import { server, serverEnv } from "../../s3-source/test/support/s3-server.ts";
import { output } from "./support/hashike.ts";
import { type SavedImages, savedImages } from "./support/saved-images.ts";

// The original's reason to be: an image that `docker save` wrote, in S3, and no registry anywhere.
let images: SavedImages;
beforeAll(async () => {
  images = await savedImages("s3arch");
});
afterAll(() => images[Symbol.asyncDispose]());

// Each test begins on an engine that knows nothing of the image.
beforeEach(() => images.forget());

describe.each(["misc.images.tar", "misc.images.tar.gz", "misc.images.tar.zst"])(
  "an image in %s in S3",
  (archive) => {
    const key = `docker-archives/${archive}`;
    const isCompressed = !archive.endsWith(".tar");
    const pack = (tar: Buffer) => {
      if (archive.endsWith(".gz")) return gzipSync(tar);
      return isCompressed ? zstdBytes(tar) : tar;
    };

    it("is loaded and run; unchanged it costs next to nothing; changed it replaces the container", async () => {
      await using proxy = await startRecordingProxy(server.endpoint);
      const apply = () => images.apply(key, { env: { ...serverEnv, AWS_ENDPOINT_URL_S3: proxy.endpoint } });

      await images.bucket.put(key, pack(await images.save("one")));
      const first = await apply();
      expect(first).toMatchObject({ code: 0, stderr: "" });
      expect(first.stdout).toContain("will be loaded");
      expect(first.stdout).toMatch(/Loaded image docker-archive\+s3:.*Created container/);
      expect(await images.text()).toBe("one");

      proxy.requests.splice(0);
      expect((await apply()).stdout).toContain("nothing to do");
      const bytes = proxy.requests.reduce((sum, r) => sum + r.bytes, 0);
      expect(proxy.requests.length).toBeLessThanOrEqual(2);
      expect(bytes).toBeLessThanOrEqual(isCompressed ? 0 : 32 * 1024);

      await images.bucket.put(key, pack(await images.save("two")));
      const changed = await apply();
      expect(changed).toMatchObject({ code: 0, stderr: "" });
      expect(await images.text()).toBe("two");
      expect((await apply()).stdout).toContain("nothing to do");
    });

    const damages: readonly [string, (tar: Buffer) => Buffer][] = [
      ["cut off in the middle", (tar) => half(pack(tar))],
      ["cut off before its last bytes", (tar) => pack(tar).subarray(0, isCompressed ? -4 : -8192)],
      // In a `.tar` only what is read can be found damaged: the layer that the engine does not have.
      [
        "with a flipped bit",
        (tar) => (isCompressed ? flip(pack(tar), pack(tar).length >> 1) : flip(tar, tar.indexOf("four"))),
      ],
    ];

    it.each(damages)("that is damaged changes nothing: %s", async (_, damage) => {
      await images.bucket.put(key, pack(await images.save("three")));
      await images.apply(key, { env: serverEnv });
      const before = await output("docker", "inspect", "-f", "{{.Id}} {{.State.StartedAt}}", images.name);
      await images.bucket.put(key, damage(await images.save("four")));
      const { code, stderr, stdout } = await images.apply(key, { env: serverEnv });
      expect(code).not.toBe(0);
      expect(stderr + stdout).toContain(key);
      expect(await output("docker", "inspect", "-f", "{{.Id}} {{.State.StartedAt}}", images.name)).toBe(
        before,
      );
      expect(await images.text()).toBe("three");
    });
  },
);

function half(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length >> 1);
}

function flip(bytes: Buffer, at: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[at] = (flipped[at] ?? 0) ^ 1;
  return flipped;
}
