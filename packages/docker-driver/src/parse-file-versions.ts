import type { FileVersion } from "@hashike/core";

/** @returns `undefined` for a text that does not tell versions of files */
export function parseFileVersions(text: string): Readonly<Record<string, FileVersion>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return Object.values(value).every(isVersion)
      ? (value as Readonly<Record<string, FileVersion>>)
      : undefined;
  } catch {
    return undefined;
  }
}

function isVersion(value: unknown): value is FileVersion {
  if (typeof value !== "object" || value === null || !("content" in value)) return false;
  return typeof value.content === "string" && (!("file" in value) || typeof value.file === "string");
}
