import type { Stats } from "node:fs";
import { lstat, stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { HostPathKind } from "@hashike/core";

/** What a path of this machine is, symbolic links followed. `unknown`: this user may not look. */
export async function localHostPathKind(path: string): Promise<HostPathKind> {
  try {
    return kindOf(await stat(path));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    return code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unknown";
  }
}

function kindOf(stats: Stats): HostPathKind {
  if (stats.isDirectory()) return "directory";
  if (stats.isFile()) return "file";
  if (stats.isSocket()) return "socket";
  if (stats.isCharacterDevice()) return "charDevice";
  if (stats.isBlockDevice()) return "blockDevice";
  return "other";
}

/**
 * The nearest folder above a missing path. None where something else is in the way: there, nobody can make the path. So
 * it is where the path itself is a symbolic link to nowhere.
 */
export async function existingParentOf(path: string): Promise<string | undefined> {
  if (await isThere(path)) return undefined;
  for (let above = dirname(path); ; above = dirname(above)) {
    const kind = await localHostPathKind(above);
    if (kind === "directory") return above;
    if (kind !== "missing" || (await isThere(above))) return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
