import { readFile, readFileSync, type Stats, statSync } from "node:fs";
import { resolve } from "node:path";
import { isHashikeError, type ManifestText, type Source, type SourceOptions } from "@hashike/core";
import { fileError } from "./file-error.ts";
import { pathOf } from "./file-path.ts";
import { listManifests } from "./list-manifests.ts";
import { readText } from "./read-text.ts";

export interface FileSourceOptions {
  /** What relative paths start from. Default: the current folder of the process. */
  readonly cwd?: string | undefined;
  /** Whether the folders within a folder are read, too. Default: false. */
  readonly recursive?: boolean | undefined;
}

/**
 * Reads manifests from the file system: a file, or the `.yml`, `.yaml` and `.json` files directly in a folder in
 * the order of their names. Addresses are paths or `file:` URLs; texts are named by the path they were asked by.
 */
export function createFileSource(options: FileSourceOptions = {}): Source {
  const cwd = options.cwd ?? process.cwd();
  return {
    schemes: ["file"],
    async read(address, { signal }: SourceOptions = {}) {
      const path = pathOf(address);
      const isFolder = statOf(resolve(cwd, path), path).isDirectory();
      const files = isFolder ? await listManifests(cwd, path, options) : [path];
      const texts: ManifestText[] = [];
      for (const file of files) texts.push({ file, text: await textOf(resolve(cwd, file), file, signal) });
      return texts;
    },
  };
}

async function textOf(path: string, shown: string, signal: AbortSignal | undefined): Promise<string> {
  signal?.throwIfAborted();
  try {
    return readText(statOf(path, shown).isFile() ? readFileSync(path) : await bytesOf(path, signal), shown);
  } catch (cause) {
    signal?.throwIfAborted();
    throw isHashikeError(cause) ? cause : fileError(shown, cause);
  }
}

// Synchronous: the first call that is not starts four threads, which takes longer than to read a manifest.

function statOf(path: string, shown: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw fileError(shown, cause);
  }
}

/** What may make us wait, as a pipe. Not by node:fs/promises, which takes long to load as well. */
function bytesOf(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((done, fail) => {
    readFile(path, { signal }, (error, bytes) => (error ? fail(error) : done(bytes)));
  });
}
