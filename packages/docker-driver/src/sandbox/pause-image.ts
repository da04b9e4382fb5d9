import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";

export interface PauseImage {
  /** What an engine of the graph kind has as the image's ID: `sha256:…`. */
  readonly configDigest: string;
  /** Of its one layer. */
  readonly diffId: string;
  /** As `docker save` writes an image. */
  readonly archive: Uint8Array;
}

/**
 * An image that holds nothing but one program. Equal programs make equal images, so that it is told by its digests.
 * @param name as the engine is to list it: `hashike-pause:1`
 * @param architecture in Go's words
 */
export async function pauseImage(
  name: string,
  architecture: string,
  program: Uint8Array,
): Promise<PauseImage> {
  const layer = await tarOf([{ name: "pause", mode: 0o555, content: program }]);
  const diffId = sha256(layer);
  const config = JSON.stringify({
    architecture,
    os: "linux",
    created: "1970-01-01T00:00:00Z",
    // The first process of a namespace ignores SIGTERM, so that a stop would wait for its grace time.
    config: { Entrypoint: ["/pause"], StopSignal: "SIGKILL", WorkingDir: "/" },
    rootfs: { type: "layers", diff_ids: [diffId] },
  });
  const configDigest = sha256(Buffer.from(config));
  const hex = configDigest.slice("sha256:".length);
  const manifest = [{ Config: `${hex}.json`, RepoTags: [name], Layers: [`${hex}/layer.tar`] }];
  const archive = await tarOf([
    { name: `${hex}.json`, mode: 0o444, content: Buffer.from(config) },
    { name: `${hex}/layer.tar`, mode: 0o444, content: layer },
    { name: "manifest.json", mode: 0o444, content: Buffer.from(JSON.stringify(manifest)) },
  ]);
  return { configDigest, diffId, archive };
}

interface File {
  readonly name: string;
  readonly mode: number;
  readonly content: Uint8Array;
}

function tarOf(files: readonly File[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, mode, content } of files)
    tar.entry({ name, mode, mtime: new Date(0) }, Buffer.from(content));
  tar.finalize();
  return buffer(tar);
}

function sha256(content: Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
