import { randomBytes } from "node:crypto";
import { busybox } from "../../packages/docker-driver/test/support/images.ts";
import { makeImage } from "../../packages/s3-source/test/archive/make-image.ts";
import { saveArchive } from "../../packages/s3-source/test/archive/save-archive.ts";
import { fileIn } from "../../packages/s3-source/test/archive/whole-image.ts";

const layerBytes = 100_000_000;
const topBytes = 1_000_000;

/**
 * The layers of an image of 501 MB that can run: five of 100 MB that do not compress, below one of 1 MB.
 * @returns {Promise<{base: object[], newTop: () => object}>} files by path
 */
export async function bigLayers() {
  const program = await fileIn(busybox, "/bin/busybox");
  if (program === undefined) throw new Error(`${busybox} has no /bin/busybox`);
  const base = Array.from({ length: 5 }, (_, index) => ({ [`base/${index}`]: randomBytes(layerBytes) }));
  base[0] = { "bin/busybox": program, "base/0": randomBytes(layerBytes - program.length) };
  return { base, newTop: () => ({ top: randomBytes(topBytes) }) };
}

/**
 * @param {string} label on the image, to find it again also when another has taken its name
 * @returns {Promise<Buffer>} what `docker save` writes of it
 */
export async function bigArchive(name, label, layers) {
  const config = { Cmd: ["/bin/busybox", "sleep", "1000000"], Labels: { "hashike.bench": label } };
  return saveArchive("blobs", await makeImage({ tags: [name], layers, config: { config } }));
}
