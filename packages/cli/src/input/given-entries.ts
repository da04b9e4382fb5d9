import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { HashikeError } from "@hashike/core";
import type { Entry } from "@hashike/kubernetes";
import { type RawOptions, texts } from "../args/options.ts";
import { usageError } from "../args/usage-error.ts";
import type { Context } from "../process/context.ts";

/**
 * The keys and values that `--from-literal`, `--from-file` and `--from-env-file` give, by kubectl's rules.
 * @throws HashikeError `USAGE`, `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE`
 */
export async function entriesOf(raw: RawOptions, context: Context): Promise<readonly Entry[]> {
  const envFiles = texts(raw, "fromEnvFile");
  const [files, literals] = [texts(raw, "fromFile"), texts(raw, "fromLiteral")];
  if (envFiles.length > 0 && files.length + literals.length > 0) {
    throw usageError("from-env-file cannot be combined with from-file or from-literal", "make two objects");
  }
  const { envFileEntries } = await import("@hashike/kubernetes");
  const entries: Entry[] = [];
  for (const file of files) entries.push(...(await fileEntries(file, context)));
  for (const file of envFiles) {
    entries.push(...envFileEntries(file, await readFileOf(file, context), context.env));
  }
  return [...entries, ...literals.map(literalEntry)];
}

function literalEntry(given: string): Entry {
  const equals = given.indexOf("=");
  // The value is not shown: it may be a password.
  if (equals < 1) throw usageError("--from-literal: what is given is not KEY=VALUE", "write KEY=VALUE");
  return [given.slice(0, equals), Buffer.from(given.slice(equals + 1))];
}

async function fileEntries(given: string, context: Context): Promise<readonly Entry[]> {
  const parts = given.split("=");
  const [first = "", path] = parts;
  if (parts.length > 2 || first === "" || path === "") {
    throw usageError(`--from-file: ${given} is not [KEY=]PATH`, "neither key nor path can have a =");
  }
  if (path !== undefined) return [[first, await readFileOf(path, context)]];
  if (!(await isFolder(resolve(context.cwd, given))))
    return [[basename(given), await readFileOf(given, context)]];
  const found = await readdir(resolve(context.cwd, given), { withFileTypes: true });
  // As kubectl: neither links nor folders within it.
  const names = found.filter((entry) => entry.isFile()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name): Promise<Entry> => [name, await readFileOf(join(given, name), context)]),
  );
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() === true;
}

/** @throws HashikeError `SOURCE_NOT_FOUND`, `SOURCE_UNREADABLE` */
export async function readFileOf(path: string, { cwd }: Pick<Context, "cwd">): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (cause) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
    const isMissing = reason === "ENOENT";
    throw new HashikeError(
      isMissing ? "SOURCE_NOT_FOUND" : "SOURCE_UNREADABLE",
      isMissing ? `${path}: no such file or folder` : `${path}: cannot be read: ${reason}`,
      { cause, hint: "name a file that this user may read" },
    );
  }
}
