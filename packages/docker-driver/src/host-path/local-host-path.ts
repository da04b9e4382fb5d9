import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
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
