import { randomUUID } from "node:crypto";
import { createWriteStream, type Dirent } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HashikeError, isHashikeError } from "@hashike/core";
import { fileError } from "../file-error.ts";
import { openFileObject } from "../file-object.ts";
import { pathOf } from "../file-path.ts";
import type { FolderOptions, ListedObject, ObjectFolder } from "./object-folder.ts";
import { verifiedBody } from "./verified-body.ts";
import { writeError } from "./write-error.ts";

/** Of files that are being written. No key of an object ends so. */
const partial = /\.[0-9a-f-]{36}\.partial$/;

/**
 * A folder of files. A file is written under another name and then renamed, so that nobody reads half of it.
 * @param url `file:///srv/images/app`; the folder need not be there
 */
export function openFileFolder(url: string): ObjectFolder {
  const root = pathOf(url);
  const pathFor = (key: string) => join(root, ...key.split("/"));
  return {
    address: root,
    object: (key) => openFileObject(pathFor(key)),
    sizeOf: async (key) => (await statOf(pathFor(key)))?.size,
    list: async (prefix, options) =>
      (await filesBelow(root, prefix, options)).filter(({ key }) => !partial.test(key)),
    put: async (key, content, { signal } = {}) => {
      const path = pathFor(key);
      const temporary = `${path}.${randomUUID()}.partial`;
      try {
        await mkdir(dirname(path), { recursive: true });
        const file = createWriteStream(temporary, { flags: "wx" });
        await pipeline(Readable.from(verifiedBody(content)), file, { signal });
        await rename(temporary, path);
      } catch (error) {
        await rm(temporary, { force: true }).catch(() => {});
        signal?.throwIfAborted();
        throw writeError(path, error, explained(path, error));
      }
    },
    remove: async (key) => {
      const path = pathFor(key);
      try {
        await rm(path, { force: true });
      } catch (error) {
        throw writeError(path, error, explained(path, error));
      }
      await removeEmpty(dirname(path), root);
    },
    listUnfinished: async (prefix, options) =>
      (await filesBelow(root, prefix, options)).flatMap(({ key, modifiedAtMs }) =>
        partial.test(key)
          ? [
              {
                key: key.replace(partial, ""),
                startedAtMs: modifiedAtMs,
                discard: () => rm(pathFor(key), { force: true }),
              },
            ]
          : [],
      ),
  };
}

async function filesBelow(
  root: string,
  prefix: string,
  { signal }: FolderOptions = {},
): Promise<readonly ListedObject[]> {
  const start = join(root, ...prefix.split("/").slice(0, -1));
  const files: ListedObject[] = [];
  for (const entry of await entriesOf(start)) {
    signal?.throwIfAborted();
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const key = relative(root, path).split(sep).join("/");
    const found = key.startsWith(prefix) ? await statOf(path) : undefined;
    if (found === undefined) continue;
    files.push({ key, ...found, version: `${found.size}-${found.modifiedAtMs}` });
  }
  return files;
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw fileError(folder, error);
  }
}

async function statOf(
  path: string,
): Promise<{ readonly size: number; readonly modifiedAtMs: number } | undefined> {
  try {
    const { size, mtimeMs } = await stat(path);
    return { size, modifiedAtMs: mtimeMs };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw fileError(path, error);
  }
}

/** Folders exist only in a file system: those that have become empty go with the last object. */
async function removeEmpty(folder: string, root: string): Promise<void> {
  for (let path = folder; path.startsWith(root + sep); path = dirname(path)) {
    try {
      await rmdir(path);
    } catch {
      return;
    }
  }
}

function explained(path: string, error: unknown): HashikeError | undefined {
  const code = codeOf(error);
  if (isHashikeError(error) || code === "") return undefined;
  const [reason, hint] = reasons[code] ?? [String(code), "check the disk and the folder"];
  return new HashikeError("STORE_UNWRITABLE", `${path}: cannot be written: ${reason}`, { hint });
}

const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOSPC: ["no space is left on the disk", "make room, for example with `hashike image gc`"],
  EDQUOT: ["the quota is used up", "make room, for example with `hashike image gc`"],
  EROFS: ["the file system is read-only", "mount it for writing"],
  EACCES: ["permission denied", "allow this user to write there"],
  EPERM: ["permission denied", "allow this user to write there"],
  ENOTDIR: ["a file is in the place of a folder", "name another folder"],
  EEXIST: ["a file is in the place of a folder", "name another folder"],
};

function isMissing(error: unknown): boolean {
  return ["ENOENT", "ENOTDIR"].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
