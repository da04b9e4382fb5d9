import { lstatSync, mkdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

/** Of Node 22.8 and newer. */
const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: (folder: string) => unknown };

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Lets Node (22.8 and newer) keep what it compiled of the command for the next run. Node's own choice of a folder is one
 * that anybody can write in; compiled code is run, so it is kept only where nobody but the user, or root, can put any.
 */
export function keepCompiled(env: Environment): void {
  if (enableCompileCache === undefined || env.NODE_DISABLE_COMPILE_CACHE === "1") return;
  const folder = ownFolder(env);
  if (folder !== undefined) enableCompileCache(folder);
}

/** @returns `undefined` where there is none, and none can be made */
export function ownFolder(env: Environment): string | undefined {
  const folder = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "hashike", "compiled");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    const isOwn = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
    return isOwn ? folder : undefined;
  } catch {
    return undefined;
  }
}
