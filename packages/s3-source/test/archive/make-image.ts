import { createHash } from "node:crypto";
import { pack } from "tar-stream";

/** An image as `docker save` would find it. */
export interface TestImage {
  readonly tags: readonly string[];
  readonly config: Buffer;
  /** Uncompressed tars, lowest first. */
  readonly layers: readonly Buffer[];
}

export interface MakeImage {
  readonly tags?: readonly string[];
  /** Files of each layer, lowest first. */
  readonly layers: readonly Readonly<Record<string, string | Buffer>>[];
  /** Put over the config. */
  readonly config?: Readonly<Record<string, unknown>>;
}

export async function makeImage({ tags = ["app:1"], layers, config = {} }: MakeImage): Promise<TestImage> {
  const tars = await Promise.all(
    layers.map((files) => tar(Object.entries(files).map(([name, content]) => ({ name, content })))),
  );
  return {
    tags,
    layers: tars,
    config: json({
      architecture: "amd64",
      os: "linux",
      config: { Cmd: ["/bin/true"] },
      rootfs: { type: "layers", diff_ids: tars.map(digestOf) },
      history: tars.map(() => ({ created_by: "test" })),
      ...config,
    }),
  };
}

export interface TarFile {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly type?: "file" | "directory" | "symlink" | "link" | "fifo";
  readonly linkname?: string;
}

/** By tar-stream, so that what reads it is not tested with itself. */
export async function tar(files: readonly TarFile[]): Promise<Buffer> {
  const packer = pack();
  const chunks: Buffer[] = [];
  const read = (async () => {
    for await (const chunk of packer) chunks.push(chunk as Buffer);
  })();
  for (const { name, content = "", type = "file", linkname } of files) {
    const size = type === "file" ? Buffer.byteLength(content) : 0;
    const header = {
      name,
      type,
      size,
      mode: 0o755,
      mtime: new Date(0),
      ...(linkname === undefined ? {} : { linkname }),
    };
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error | null) => (error ? reject(error) : resolve());
      if (type === "file") packer.entry(header, Buffer.from(content), done);
      else packer.entry(header, done);
    });
  }
  packer.finalize();
  await read;
  return Buffer.concat(chunks);
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

export function json(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value));
}
