import { createHash } from "node:crypto";
import type { ImageLimits } from "./image-limits.ts";
import { RefusalError } from "./refusal-error.ts";

/** An image's config, as far as it is looked at. */
export interface ImageConfig {
  readonly bytes: Uint8Array;
  readonly digest: string;
  /** Of the uncompressed layers, lowest first. */
  readonly diffIds: readonly string[];
  /** Absent in configs of some tools. */
  readonly os: string | undefined;
  readonly architecture: string | undefined;
}

/** @throws RefusalError for what is no config of an image */
export function parseImageConfig(bytes: Uint8Array, { maxLayers }: ImageLimits): ImageConfig {
  const value = parseJson(bytes, "the config of an image");
  const { rootfs, os, architecture } = fieldsOf(value);
  const diffIds = fieldsOf(rootfs).diff_ids;
  if (!Array.isArray(diffIds) || !diffIds.every(isDigest)) {
    throw new RefusalError("has an image whose config does not tell its layers");
  }
  if (diffIds.length > maxLayers) throw new RefusalError(`has an image of more than ${maxLayers} layers`);
  return { bytes, digest: sha256(bytes), diffIds, os: textOf(os), architecture: textOf(architecture) };
}

export function parseJson(bytes: Uint8Array, what: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new RefusalError(`has ${what} that is not JSON`);
  }
}

export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

export function isDigest(value: unknown): value is string {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}

export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.toLowerCase() : undefined;
}
