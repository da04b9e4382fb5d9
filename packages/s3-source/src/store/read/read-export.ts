import { digestIn, manifestName, parseArchiveManifest } from "../../archive/archive-manifest.ts";
import { bytesContent } from "../../folder/bytes-content.ts";
import type { Content } from "../../folder/object-folder.ts";
import { type ImageConfig, parseImageConfig } from "../../images/image-config.ts";
import type { ImageLimits } from "../../images/image-limits.ts";
import { RefusalError } from "../../images/refusal-error.ts";
import { spool, temporaryFolder } from "../../images/spool.ts";
import { layerCompression } from "../../images/unpack/other-compression.ts";
import { uncompress } from "../../images/unpack/uncompress.ts";
import { headBytes, isDocument, withHead } from "../../tar/documents.ts";
import { resolveFile } from "../../tar/resolve-links.ts";
import { sequentialInput } from "../../tar/sequential-input.ts";
import { type TarEntry, tarEntries, truncated } from "../../tar/tar-entries.ts";
import type { TarInput } from "../../tar/tar-input.ts";

export interface ExportReading {
  /** Diff IDs of the layers that are wanted out of it. */
  readonly wanted: ReadonlySet<string>;
  /** Diff IDs of all layers of the image, lowest first. */
  readonly diffIds: readonly string[];
  readonly limits: ImageLimits;
  readonly signal: AbortSignal;
  /** Takes a layer, uncompressed, to its end before the next one comes. */
  readonly onLayer: (layer: Content) => Promise<void>;
}

/**
 * Takes layers and the config out of an engine's export as it streams by. From Docker 25 on a layer's name tells its
 * digest, and it is passed straight on; before, and where it is compressed, it goes by way of a temporary file, one at a
 * time.
 * @throws RefusalError for an export that is not of this image, or lacks a layer
 */
export async function readExport(
  chunks: AsyncIterable<Uint8Array>,
  reading: ExportReading,
): Promise<ImageConfig> {
  const { limits, wanted } = reading;
  await using folder = await temporaryFolder("hashike-push-");
  const input = sequentialInput(chunks);
  const left = new Set(wanted);
  const entries = new Map<string, TarEntry>();
  const kept = new Map<string, Uint8Array>();
  const take = async (layer: Content) => {
    if (!left.has(layer.digest)) return;
    await reading.onLayer(layer);
    left.delete(layer.digest);
  };
  let keptBytes = 0;
  for await (const entry of tarEntries(input, limits)) {
    entries.set(entry.name, entry);
    if (entry.kind !== "file" || entry.size === 0) continue;
    if (await isDocument(entry, input, limits.maxDocumentBytes, limits.maxKeptBytes - keptBytes)) {
      const bytes = await input.read(entry.offset, entry.size);
      if (bytes.length < entry.size) throw truncated();
      kept.set(entry.name, bytes);
      keptBytes += bytes.length;
      continue;
    }
    await takeLayer(entry, input, { ...reading, folder: folder.path, take });
  }
  // Layers that begin like a document.
  for (const bytes of kept.values()) await take(bytesContent(bytes));
  const config = findConfig(entries, kept, reading);
  const [missing] = left;
  if (missing === undefined) return config;
  throw new RefusalError(`lacks the layer ${missing.slice(0, 19)}`);
}

interface TakingLayer extends ExportReading {
  /** For temporary files. */
  readonly folder: string;
  readonly take: (layer: Content) => Promise<void>;
}

async function takeLayer(entry: TarEntry, input: TarInput, taking: TakingLayer): Promise<void> {
  const { wanted, diffIds, limits, signal, folder, take } = taking;
  const head = await input.read(entry.offset, Math.min(entry.size, headBytes));
  const body = withHead(head, entry, input);
  const digest = digestIn(entry.name);
  // What the store has, and uncompressed layers under their own names.
  if (digest !== undefined && diffIds.includes(digest)) {
    if (wanted.has(digest)) await take({ size: entry.size, digest, body });
    return;
  }
  const plain = uncompress(body, layerCompression(head), limits);
  await using layer = await spool(plain, folder, signal);
  await take(layer.content);
}

function findConfig(
  entries: ReadonlyMap<string, TarEntry>,
  kept: ReadonlyMap<string, Uint8Array>,
  { diffIds, limits }: ExportReading,
): ImageConfig {
  const manifest = kept.get(manifestName);
  if (manifest === undefined) throw new RefusalError("has no manifest.json");
  for (const { configPath } of parseArchiveManifest(manifest, limits)) {
    const bytes = kept.get(resolveFile(configPath, entries).name);
    const config = bytes === undefined ? undefined : parseImageConfig(bytes, limits);
    if (config !== undefined && JSON.stringify(config.diffIds) === JSON.stringify(diffIds)) return config;
  }
  throw new RefusalError("has no image of these layers");
}
