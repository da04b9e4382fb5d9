import { fieldsOf, parseJson } from "../images/image-config.ts";
import type { ImageLimits } from "../images/image-limits.ts";
import { RefusalError } from "../images/refusal-error.ts";
import { trustHint } from "../images/unpack/growth-check.ts";
import { cleanName } from "../tar/tar-entries.ts";
import type { ArchivedImage } from "./archived-image.ts";

export const manifestName = "manifest.json" as const;

/** @throws RefusalError for what `docker save` does not write, also for no image at all */
export function parseArchiveManifest(bytes: Uint8Array, limits: ImageLimits): readonly ArchivedImage[] {
  const value = parseJson(bytes, "a manifest.json");
  if (!Array.isArray(value)) throw new RefusalError("has a manifest.json that is no list");
  if (value.length === 0) throw new RefusalError("has no image in it: its manifest.json is empty");
  if (value.length > limits.maxImages)
    throw new RefusalError(`has more than ${limits.maxImages} images`, trustHint);
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
  return {
    configPath,
    configDigest: digestIn(configPath),
    tags,
    layerPaths: layers.map(cleanName),
    namedBy: manifestName,
  };
}

/**
 * @returns the digest that a path claims for its content: `blobs/sha256/<hex>`, `<hex>.json`, or `sha256:<hex>` as
 * kaniko, ko and crane write it
 */
export function digestIn(path: string): string | undefined {
  const hex = /^(?:(?:blobs\/sha256\/|sha256:)([0-9a-f]{64})|([0-9a-f]{64})\.json)$/.exec(path);
  return hex === null ? undefined : `sha256:${hex[1] ?? hex[2]}`;
}

function areTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
