import { readFile, type Stats, stat } from "node:fs";
import { resolve } from "node:path";
import type { ManifestText, Source, SourceOptions } from "@hashike/core";
import { decodeText } from "./decode-text.ts";
import { fileError } from "./file-error.ts";
import { pathOf } from "./file-path.ts";
import { listManifests } from "./list-manifests.ts";

export interface FileSourceOptions {
  /** What relative paths start from. Default: the current folder of the process. */
  readonly cwd?: string | undefined;
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
      const files = (await isFolder(resolve(cwd, path), path)) ? await listManifests(cwd, path) : [path];
      const texts: ManifestText[] = [];
      for (const file of files) texts.push({ file, text: await readText(resolve(cwd, file), file, signal) });
      return texts;
    },
  };
}

async function isFolder(path: string, shown: string): Promise<boolean> {
  try {
    return (await statOf(path)).isDirectory();
  } catch (cause) {
    throw fileError(shown, cause);
  }
}

async function readText(path: string, shown: string, signal: AbortSignal | undefined): Promise<string> {
  try {
    return decodeText(await bytesOf(path, signal));
  } catch (cause) {
    signal?.throwIfAborted();
    throw fileError(shown, cause);
  }
}

// Not by node:fs/promises: to load that takes longer than to read a manifest.

function statOf(path: string): Promise<Stats> {
  return new Promise((done, fail) => {
    stat(path, (error, stats) => (error ? fail(error) : done(stats)));
  });
}

function bytesOf(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  return new Promise((done, fail) => {
    readFile(path, { signal }, (error, bytes) => (error ? fail(error) : done(bytes)));
  });
}
