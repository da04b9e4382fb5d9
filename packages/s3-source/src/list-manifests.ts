import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { HashikeError } from "@hashike/core";
import { fileError } from "./file-error.ts";
import { isManifestName } from "./is-manifest-name.ts";

/**
 * The manifests in a folder, by name; what begins with `.` is left alone, and so are folders within it, unless they are
 * asked for.
 * @returns paths that begin with `folder` as it was given
 * @throws HashikeError `SOURCE_NOT_FOUND` when there is none: applying nothing by accident would remove everything
 */
export async function listManifests(
  cwd: string,
  folder: string,
  { recursive = false }: { readonly recursive?: boolean | undefined } = {},
): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of await namesIn(resolve(cwd, folder), folder, recursive)) {
    const path = join(folder, name);
    if (isManifestName(name) && (await isFile(resolve(cwd, path), path))) files.push(path);
  }
  if (files.length > 0) return files;
  throw new HashikeError("SOURCE_NOT_FOUND", `${folder}: no .yml, .yaml or .json file in this folder`, {
    hint: "name the folder that holds the manifests; folders below it are read with --recursive, and what begins with . is left alone",
  });
}

async function namesIn(path: string, shown: string, recursive: boolean): Promise<readonly string[]> {
  try {
    return (await readdir(path, { recursive })).sort();
  } catch (cause) {
    throw fileError(shown, cause);
  }
}

/** Follows links, so that a folder of links to manifests works. */
async function isFile(path: string, shown: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (cause) {
    throw fileError(shown, cause);
  }
}
