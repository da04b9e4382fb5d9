import { ArchiveError } from "./archive-error.ts";
import { fieldsOf, parseJson } from "./image-config.ts";
import type { ArchiveLimits } from "./limits.ts";
import { cleanName } from "./tar-entries.ts";

/** One image of `manifest.json`. */
export interface ArchivedImage {
  readonly configPath: string;
  /** What the config's path says: both layouts of `docker save` name it by its digest. */
  readonly configDigest: string | undefined;
  /** As they stand there: `app:latest`, `ghcr.io/team/app:1`. */
  readonly tags: readonly string[];
  /** Lowest layer first. */
  readonly layerPaths: readonly string[];
}

export const manifestName = "manifest.json";

/** @throws ArchiveError for what `docker save` does not write, also for no image at all */
export function parseArchiveManifest(bytes: Uint8Array, limits: ArchiveLimits): readonly ArchivedImage[] {
  const value = parseJson(bytes, "a manifest.json");
  if (!Array.isArray(value)) throw new ArchiveError("has a manifest.json that is no list");
  if (value.length === 0) throw new ArchiveError("has no image in it: its manifest.json is empty");
  if (value.length > limits.maxImages) throw new ArchiveError(`has more than ${limits.maxImages} images`);
  return value.map((image) => parseImage(image, limits));
}

function parseImage(value: unknown, { maxLayers }: ArchiveLimits): ArchivedImage {
  const { Config, RepoTags, Layers } = fieldsOf(value);
  const tags = RepoTags ?? [];
  // An image FROM scratch without a layer has `null` there.
  const layers = Layers ?? [];
  if (typeof Config !== "string" || !areTexts(tags) || !areTexts(layers)) {
    throw new ArchiveError("has a manifest.json that cannot be read");
  }
  if (layers.length > maxLayers) throw new ArchiveError(`has an image of more than ${maxLayers} layers`);
  const configPath = cleanName(Config);
  return { configPath, configDigest: digestIn(configPath), tags, layerPaths: layers.map(cleanName) };
}

/** @returns the digest that a path claims for its content: `blobs/sha256/<hex>`, or `<hex>.json` */
export function digestIn(path: string): string | undefined {
  const hex = /^(?:blobs\/sha256\/([0-9a-f]{64})|([0-9a-f]{64})\.json)$/.exec(path);
  return hex === null ? undefined : `sha256:${hex[1] ?? hex[2]}`;
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
