import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { usageError } from "../args/usage-error.ts";
import { marker, type UnitFile } from "./units.ts";

/** What became of a file. */
export type Written =
  | { readonly kind: "new" | "same"; readonly path: string }
  | { readonly kind: "changed"; readonly path: string; readonly before: string };

/**
 * Writes units, all or none.
 * @throws HashikeError `USAGE` when a file of that name is somebody else's, or cannot be written
 */
export async function writeUnits(folder: string, files: readonly UnitFile[]): Promise<readonly Written[]> {
  const before = await Promise.all(files.map(({ name }) => readOwn(join(folder, name))));
  const written: Written[] = [];
  for (const [n, { name, text }] of files.entries()) {
    const [path, old] = [join(folder, name), before[n]];
    if (old !== text) await tryTo(`write ${path}`, () => write(path, text));
    if (old === undefined) written.push({ kind: "new", path });
    else if (old === text) written.push({ kind: "same", path });
    else written.push({ kind: "changed", path, before: old });
  }
  return written;
}

/** Which of these files are there. @throws HashikeError `USAGE` when one is somebody else's */
export async function ownFiles(folder: string, names: readonly string[]): Promise<readonly string[]> {
  const texts = await Promise.all(names.map((name) => readOwn(join(folder, name))));
  return names.filter((_, n) => texts[n] !== undefined);
}

export async function removeUnits(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) await tryTo(`remove ${join(folder, name)}`, () => rm(join(folder, name)));
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: 0o644 });
}

async function readOwn(path: string): Promise<string | undefined> {
  const text = await tryTo(`read ${path}`, () =>
    readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    }),
  );
  if (text === undefined || text.startsWith(`${marker}\n`)) return text;
  throw usageError(
    `${path} was not made by \`hashike systemd install\`; it is left as it is`,
    "choose another name with --name, or remove the file",
  );
}

async function tryTo<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException;
    throw usageError(
      `cannot ${what}: ${code}`,
      code === "EACCES" ? "run it as root (sudo), or use --user" : undefined,
    );
  }
}
