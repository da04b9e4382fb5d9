import { digestOf, json, type TarFile, type TestImage, tar } from "./make-image.ts";

/** `before-25`: a folder for each layer, as Docker up to 24 writes it. `blobs`: by digest, as Docker 25 and later. */
export type Layout = "before-25" | "blobs";

/** What `docker save` writes for images. */
export async function saveArchive(layout: Layout, ...images: readonly TestImage[]): Promise<Buffer> {
  return tar(archiveFiles(layout, ...images));
}

/** Its files in their order, to be spoilt. */
export function archiveFiles(layout: Layout, ...images: readonly TestImage[]): TarFile[] {
  return layout === "blobs" ? blobFiles(images) : folderFiles(images);
}

function blobFiles(images: readonly TestImage[]): TarFile[] {
  const blobs = new Map<string, Buffer>();
  for (const { config, layers } of images)
    for (const blob of [...layers, config]) blobs.set(blobPath(blob), blob);
  const manifest = images.map(({ tags, config, layers }) => ({
    Config: blobPath(config),
    RepoTags: tags,
    Layers: layers.map(blobPath),
  }));
  return [
    { name: "blobs/", type: "directory" },
    { name: "blobs/sha256/", type: "directory" },
    ...[...blobs].map(([name, content]) => ({ name, content })),
    { name: "index.json", content: json({ schemaVersion: 2, manifests: [] }) },
    { name: "manifest.json", content: json(manifest) },
    { name: "oci-layout", content: json({ imageLayoutVersion: "1.0.0" }) },
  ];
}

function blobPath(blob: Buffer): string {
  return `blobs/${digestOf(blob).replace(":", "/")}`;
}

/** A layer that was written before is a link to it. */
function folderFiles(images: readonly TestImage[]): TarFile[] {
  const files: TarFile[] = [];
  const written = new Map<string, string>();
  const manifest = images.map(({ tags, config, layers }, imageIndex) => {
    const paths = layers.map((content, index) => {
      const id = digestOf(Buffer.from(`${imageIndex} ${index}`)).slice(7);
      const digest = digestOf(content);
      const earlier = written.get(digest);
      written.set(digest, earlier ?? id);
      files.push({ name: `${id}/`, type: "directory" }, { name: `${id}/VERSION`, content: "1.0" });
      files.push({ name: `${id}/json`, content: json({ id }) });
      files.push(
        earlier === undefined
          ? { name: `${id}/layer.tar`, content }
          : { name: `${id}/layer.tar`, type: "symlink", linkname: `../${earlier}/layer.tar` },
      );
      return `${id}/layer.tar`;
    });
    const Config = `${digestOf(config).slice(7)}.json`;
    files.push({ name: Config, content: config });
    return { Config, RepoTags: tags, Layers: paths };
  });
  files.push({ name: "manifest.json", content: json(manifest) }, { name: "repositories", content: "{}" });
  return files;
}
