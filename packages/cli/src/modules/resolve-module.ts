import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Finds a module as the user means it: a path from the current folder, or a package installed there.
 * @returns a `file:` URL to import; `undefined` when there is no such module
 */
export function resolveModule(specifier: string, cwd: string): string | undefined {
  if (specifier.startsWith("file:")) return specifier;
  if (isAbsolute(specifier) || /^\.{1,2}[\\/]/.test(specifier)) return existingFile(resolve(cwd, specifier));
  return findPackage(specifier, cwd) ?? existingFile(resolve(cwd, specifier));
}

function existingFile(path: string): string | undefined {
  return existsSync(path) ? pathToFileURL(path).href : undefined;
}

function findPackage(specifier: string, cwd: string): string | undefined {
  try {
    return pathToFileURL(createRequire(join(cwd, "package.json")).resolve(specifier)).href;
  } catch {
    return findImportOnlyPackage(specifier, cwd);
  }
}

/** `require.resolve` does not see a package whose `exports` are for `import` alone; Node 20 cannot ask for those. */
function findImportOnlyPackage(specifier: string, cwd: string): string | undefined {
  const [, name, rest] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  for (let folder = cwd; ; folder = dirname(folder)) {
    const root = join(folder, "node_modules", name);
    if (existsSync(join(root, "package.json"))) {
      const target = importTarget(readExports(root), `.${rest ?? ""}`);
      return target === undefined ? undefined : existingFile(join(root, target));
    }
    if (dirname(folder) === folder) return undefined;
  }
}

function readExports(root: string): unknown {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { exports?: unknown };
  return exports;
}

function importTarget(exports: unknown, subpath: string): string | undefined {
  if (typeof exports === "object" && exports !== null && Object.hasOwn(exports, subpath)) {
    return firstTarget((exports as Record<string, unknown>)[subpath]);
  }
  return subpath === "." ? firstTarget(exports) : undefined;
}

function firstTarget(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  for (const [condition, target] of Object.entries(value)) {
    const found = ["node", "import", "default"].includes(condition) ? firstTarget(target) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
