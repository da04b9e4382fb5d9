// Packs the packages as they would be published and uses them as strangers would: from tarballs, outside this
// workspace, with plain node, with TypeScript and as a command.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildPackages } from "./lib/build.mjs";
import { cache, root } from "./lib/paths.mjs";
import { pnpmQuietly } from "./lib/pnpm.mjs";
import { mustRun } from "./lib/run.mjs";
import { main, Stop, say } from "./lib/say.mjs";

const packs = `${cache}/packs`;

const plainUse = `import { apply, plan } from "@hashike/core";
if (typeof plan !== "function" || typeof apply !== "function") throw new Error("plan and apply should be functions");
`;

const typedUse = `import { apply, parseManifests, plan } from "@hashike/core";
import { createDockerDriver } from "@hashike/docker-driver";

export const all: readonly ((...args: never[]) => unknown)[] = [apply, parseManifests, plan, createDockerDriver];
`;

await main(async () => {
  await buildPackages();
  const tarballs = await packAll();
  for (const tarball of tarballs) {
    await pnpmQuietly(["exec", "publint", "--strict", tarball]);
    await pnpmQuietly(["exec", "attw", "--profile", "esm-only", tarball]);
    say(`publint and attw are content with ${basename(tarball)}.`);
  }
  await useAsStranger(tarballs);
});

async function packAll() {
  rmSync(packs, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  for (const name of readdirSync(`${root}/packages`)) {
    await pnpmQuietly(["--dir", `packages/${name}`, "pack", "--pack-destination", packs]);
  }
  return readdirSync(packs).map((file) => join(packs, file));
}

async function useAsStranger(tarballs) {
  const folder = mkdtempSync(join(tmpdir(), "hashike-packages-"));
  const inFolder = (file, ...args) => mustRun(file, args, { cwd: folder });
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await inFolder("npm", "install", "--no-audit", "--no-fund", ...tarballs);

    writeFileSync(join(folder, "plain.js"), plainUse);
    await inFolder("node", "plain.js");
    say("Plain node imports @hashike/core.");

    writeFileSync(join(folder, "typed.ts"), typedUse);
    const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2023", "--types", "node"];
    const typeRoots = ["--typeRoots", `${root}/node_modules/@types`];
    await inFolder("node", `${root}/node_modules/typescript/bin/tsc`, ...options, ...typeRoots, "typed.ts");
    say("TypeScript finds the types.");

    const { stdout } = await inFolder("npx", "hashike", "--version");
    const { version } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, "utf8"));
    if (stdout.trim() !== version)
      throw new Stop(`\`npx hashike --version\` printed ${stdout.trim()}, not ${version}.`);
    say(`npx hashike --version: ${version}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
