import { rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import { HashikeError } from "@hashike/core";
import type { Executor } from "../executor.ts";

/**
 * Removes a folder that the engine made, and the folders above it that it made on the way. `rmdir` alone does it: what
 * holds anything, and what is no folder, stays.
 */
export const removeMadeFolder: Executor<"hostPath.remove"> = async ({ path, within }, { seesHostFiles }) => {
  // The plan was made where they could be seen; a saved one may be carried out from elsewhere.
  if (!(await seesHostFiles()))
    throw cannotRemove(path, "the files of the engine's host cannot be seen from here");
  for (let folder = path; isBelow(folder, within); folder = dirname(folder)) {
    try {
      await rmdir(folder);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "ENOENT") continue;
      if (code === "ENOTEMPTY" || code === "EEXIST" || code === "ENOTDIR") return {};
      throw cannotRemove(folder, String(code ?? error), error);
    }
  }
  return {};
};

function isBelow(path: string, folder: string): boolean {
  return path !== folder && path.startsWith(folder === "/" ? "/" : `${folder}/`);
}

function cannotRemove(folder: string, why: string, cause?: unknown): HashikeError {
  return new HashikeError(
    "DRIVER_HOST_PATH",
    `cannot remove the folder ${folder} that the engine made: ${why}`,
    {
      hint: `remove it on the engine's host: rmdir ${folder}`,
      cause,
    },
  );
}
