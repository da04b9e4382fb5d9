// Packs the packages as they would be published and uses them as strangers would: from tarballs, outside this
// workspace, with plain node, with TypeScript and as a command.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildPackages } from "./lib/build.mjs";
import { cache, root } from "./lib/paths.mjs";
import { pnpmQuietly } from "./lib/pnpm.mjs";
import { mustRun } from "./lib/run.mjs";
import { main, Stop, say } from "./lib/say.mjs";

const packs = `${cache}/packs`;

/** The command is fetched by `npx` whenever somebody tries it. */
const largestCommandBytes = 3 * 1024 * 1024;

const plainUse = `import { apply, plan } from "@hashike/core";
if (typeof plan !== "function" || typeof apply !== "function") throw new Error("plan and apply should be functions");
`;

const typedUse = `import { apply, createKinds, parseManifests, plan } from "@hashike/core";
import { buildContainers, type KindDefinition, mapping, objectSchema, text } from "@hashike/core/kinds";
import { createDockerDriver } from "@hashike/docker-driver";
import { kubernetesKinds } from "@hashike/kubernetes";

const name = { group: "example.org", versions: ["v1"], kind: "Website" };
const website: KindDefinition = {
  ...name,
  plural: "websites",
  shortNames: [],
  schema: objectSchema(name, "A web server.", { spec: mapping("Spec", "Spec.", { image: text("Image.") }) }),
  check: () => {},
  contribute: (object, world) => buildContainers({ object, world, pod: { containers: [] }, at: ["spec"] }),
};
export const kinds = createKinds([website, ...kubernetesKinds]);
export const all: readonly ((...args: never[]) => unknown)[] = [apply, parseManifests, plan, createDockerDriver];
`;

const driverOfAStranger = `export const createDriver = () => ({
  name: "of a stranger",
  observe: async () => ({
    engine: { description: "none", apiVersion: "1.41", nowSeconds: 0, updatablePaths: [] },
    networks: [], volumes: [], containers: [], hostPaths: [], revisions: [],
    images: [{ reference: "nginx", localId: "sha256:1", localDigests: [], remote: { status: "unasked" } }],
  }),
  execute: async () => ({ containerId: "1", networkId: "1" }),
});
`;

const smallManifest = `apiVersion: v1
kind: Hashike
metadata: {name: small}
spec: {containers: [{name: web, image: nginx}]}
`;

await main(async () => {
  await buildPackages();
  const tarballs = await packAll();
  for (const tarball of tarballs) {
    await pnpmQuietly(["exec", "publint", "--strict", tarball]);
    await pnpmQuietly(["exec", "attw", "--profile", "esm-only", tarball]);
    say(`publint and attw are content with ${basename(tarball)}.`);
  }
  const command = tarballs.find((tarball) => /^hashike-\d/.test(basename(tarball)));
  await inEmptyFolder((folder) =>
    useAsLibrary(
      tarballs.filter((tarball) => tarball !== command),
      folder,
    ),
  );
  await inEmptyFolder((folder) => useAsCommand(command, folder));
});

async function packAll() {
  rmSync(packs, { recursive: true, force: true });
  mkdirSync(packs, { recursive: true });
  for (const name of readdirSync(`${root}/packages`)) {
    await pnpmQuietly(["--dir", `packages/${name}`, "pack", "--pack-destination", packs]);
  }
  return readdirSync(packs).map((file) => join(packs, file));
}

async function useAsLibrary(tarballs, folder) {
  const inFolder = (file, ...args) => mustRun(file, args, { cwd: folder });
  await inFolder("npm", "install", "--no-audit", "--no-fund", ...tarballs);

  writeFileSync(join(folder, "plain.js"), plainUse);
  await inFolder("node", "plain.js");
  say("Plain node imports @hashike/core.");

  writeFileSync(join(folder, "typed.ts"), typedUse);
  const options = ["--strict", "--noEmit", "--module", "nodenext", "--target", "es2023", "--types", "node"];
  const typeRoots = ["--typeRoots", `${root}/node_modules/@types`];
  await inFolder("node", `${root}/node_modules/typescript/bin/tsc`, ...options, ...typeRoots, "typed.ts");
  say("TypeScript finds the types.");
}

/** Without a network: whatever the command needs has to be in its one package. */
async function useAsCommand(tarball, folder) {
  const { size } = statSync(tarball);
  if (size > largestCommandBytes) throw new Stop(`${basename(tarball)} has ${size} bytes.`);

  const inFolder = (file, ...args) => mustRun(file, args, { cwd: folder });
  await inFolder("npm", "install", "--offline", "--no-audit", "--no-fund", tarball);
  const installed = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  if (installed.join() !== "hashike")
    throw new Stop(`the command brings more packages: ${installed.join(", ")}`);

  const { stdout } = await inFolder("npx", "hashike", "--version");
  const { version } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, "utf8"));
  if (stdout.trim() !== version) {
    throw new Stop(`\`npx hashike --version\` printed ${stdout.trim()}, not ${version}.`);
  }
  writeFileSync(join(folder, "driver.mjs"), driverOfAStranger);
  writeFileSync(join(folder, "my-manifest.yml"), smallManifest);
  await inFolder("npx", "hashike", "apply", "--driver", "./driver.mjs", "my-manifest.yml");
  const kilobytes = Math.round(size / 1024);
  say(`npx hashike ${version}: one package of ${kilobytes} kB, installed and run without a network.`);
}

async function inEmptyFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), "hashike-packages-"));
  try {
    writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module" }));
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
