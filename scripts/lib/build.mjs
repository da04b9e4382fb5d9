import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cache, root } from "./paths.mjs";
import { ensureDependencies, linkCommands, pnpmQuietly } from "./pnpm.mjs";
import { say } from "./say.mjs";

const stamp = `${cache}/built`;

/** Builds the packages, unless what they were last built from is what is there now. */
export async function buildPackages() {
  await ensureDependencies();
  if (!isUpToDate()) {
    say("Building the packages ...");
    await pnpmQuietly(["-r", "--filter", "./packages/*", "build"]);
    mkdirSync(cache, { recursive: true });
    writeFileSync(stamp, state());
  }
  if (!existsSync(`${root}/node_modules/.bin/hashike`)) await linkCommands();
}

function isUpToDate() {
  const hasEveryDist = packages().every((folder) => existsSync(`${folder}/dist`));
  return hasEveryDist && existsSync(stamp) && readFileSync(stamp, "utf8") === state();
}

/**
 * What went into the build, and when what came out was written: a build by other hands, perhaps of another commit,
 * shows in the second.
 */
function state() {
  const hash = createHash("sha256").update(readFileSync(`${root}/pnpm-lock.yaml`));
  for (const file of packages().flatMap(filesBelow)) {
    const isOutput = /^packages\/[^/]+\/dist\//.test(file);
    hash
      .update(`${file}\n`)
      .update(isOutput ? String(statSync(join(root, file)).mtimeMs) : readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

function packages() {
  return readdirSync(`${root}/packages`).map((name) => `${root}/packages/${name}`);
}

/** @returns {string[]} paths relative to the repository, sorted; tests and fixtures do not count */
function filesBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter(({ name }) => name !== "node_modules" && name !== "test" && !/\.test\.ts$/.test(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [relative(root, path)];
    })
    .sort();
}
