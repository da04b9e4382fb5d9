import { fieldsOf, parseJson } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { cleanName } from "../tar/tar-entries.ts";

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

/** @throws RefusalError for what `docker save` does not write, also for no image at all */
export function parseArchiveManifest(bytes: Uint8Array, limits: ImageLimits): readonly ArchivedImage[] {
  const value = parseJson(bytes, "a manifest.json");
  if (!Array.isArray(value)) throw new RefusalError("has a manifest.json that is no list");
  if (value.length === 0) throw new RefusalError("has no image in it: its manifest.json is empty");
  if (value.length > limits.maxImages) throw new RefusalError(`has more than ${limits.maxImages} images`);
  return value.map((image) => parseImage(image, limits));
}

function parseImage(value: unknown, { maxLayers }: ImageLimits): ArchivedImage {
  const { Config, RepoTags, Layers } = fieldsOf(value);
  const tags = RepoTags ?? [];
  // An image FROM scratch without a layer has `null` there.
  const layers = Layers ?? [];
  if (typeof Config !== "string" || !areTexts(tags) || !areTexts(layers)) {
    throw new RefusalError("has a manifest.json that cannot be read");
  }
  if (layers.length > maxLayers) throw new RefusalError(`has an image of more than ${maxLayers} layers`);
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
