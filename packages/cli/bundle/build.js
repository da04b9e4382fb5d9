// Builds the command into dist/: bin.js, and beside it the parts that are loaded when they are needed. Everything is
// bundled from the packages' sources, so that nothing else is installed with the command. The parts are CommonJS, which
// Node loads in less time than ES modules: some 4 ms for the first file and 2 ms for each further one.
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { lazyBuiltins } from "./lazy-builtins.js";
import { lazyEntry, lazyFiles, lazyModules, standInData } from "./lazy-modules.js";
import { thirdPartyNotices } from "./third-party-notices.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const find = (name, from) => createRequire(from).resolve(name);
const driver = here("../../docker-driver/package.json");
// Its build for browsers is of ES modules, of which unused parts are left out.
const yaml = find("yaml", here("../../core/package.json")).replace("/dist/", "/browser/dist/");
const tarStream = find("tar-stream", driver);

const { version } = JSON.parse(readFileSync(here("../package.json"), "utf8"));

/** What is a file of its own, by its name, and loaded by a dynamic import of it. Other dynamic imports stay within their file. */
const parts = {
  program: here("../src/program.ts"),
  handlers: here("../src/commands/handlers.ts"),
  "further-handlers": here("../src/commands/further-handlers.ts"),
  completion: here("../src/commands/completion.ts"),
  en: here("../src/i18n/en.ts"),
  ja: here("../src/i18n/ja.ts"),
  "docker-driver": here("../../docker-driver/src/index.ts"),
  operations: here("../../docker-driver/src/driver-operations.ts"),
  "dockerode-dial": here("../../docker-driver/src/engine/dockerode-dial.ts"),
  kubernetes: here("../../kubernetes/src/index.ts"),
  "tar-stream": tarStream,
  age: here("../src/secret/age.ts"),
};
const packages = {
  "@hashike/docker-driver": parts["docker-driver"],
  "@hashike/kubernetes": parts.kubernetes,
  "tar-stream": tarStream,
};

/** Each such import becomes a call of `require`, made when the import is reached. */
const separateParts = {
  name: "separate-parts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind, namespace, resolveDir }) => {
      if (namespace === "part") return { path, external: true };
      if (kind !== "dynamic-import") return undefined;
      if (path === s3Source.specifier) return { path: `./${s3Source.file}`, external: true };
      const source = packages[path] ?? resolve(resolveDir, path);
      const part = Object.keys(parts).find((name) => parts[name] === source);
      return part === undefined ? undefined : { path: part, namespace: "part" };
    });
    onLoad({ filter: /./, namespace: "part" }, ({ path }) => ({
      contents: `module.exports = require("./${path}.js");`,
    }));
  },
};

/** The AWS SDK has parts that only some ways to sign in need. Only ES modules can be split. */
const s3Source = {
  specifier: "@hashike/s3-source",
  source: here("../../s3-source/src/index.ts"),
  file: "s3-source.mjs",
};

/** Dockerode and what it stands on bring much that the driver never uses. */
const replacements = {
  dockerode: here("dockerode.js"),
  "docker-modem": find("docker-modem", find("dockerode", driver)),
  ssh2: here("ssh2.js"),
  debug: here("debug.cjs"),
  "readable-stream": "node:stream",
  yaml,
};

const options = {
  absWorkingDir: here("../../.."),
  outdir: here("../dist"),
  tsconfig: here("../tsconfig.json"),
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  // Packages that have both: as ES modules, unused parts are left out and lazy ones stay lazy.
  mainFields: ["module", "main"],
  alias: replacements,
  define: { __HASHIKE_VERSION__: JSON.stringify(version) },
  // Node reads all of a file before it runs any of it. Names stay, for the sake of stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
};
/** In the place of a function that does nothing: all that a command may load later, of this version. */
const loadRest = {
  name: "load-rest",
  setup({ onLoad }) {
    const later = [
      "docker-driver",
      "operations",
      "dockerode-dial",
      "kubernetes",
      "tar-stream",
      ...Object.keys(lazyFiles),
    ];
    const calls = later.map((file) => `require("./${file}.js");`);
    onLoad({ filter: /load-rest\.ts$/ }, () => ({
      contents: `export function loadRest() { ${calls.join(" ")} }`,
      pluginData: standInData,
    }));
  },
};
const plugins = [separateParts, lazyBuiltins, loadRest, lazyModules()];

function buildLazyFile(file) {
  return build({
    ...options,
    stdin: { contents: lazyEntry(file), resolveDir: here(".") },
    outdir: undefined,
    outfile: `${options.outdir}/${file}.js`,
    plugins: [separateParts, lazyBuiltins, lazyModules([file])],
  });
}

/** Packages in CommonJS load Node's modules with `require`, which ES modules do not have. */
const withRequire =
  'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

rmSync(options.outdir, { recursive: true, force: true });
const builds = await Promise.all([
  build({
    ...options,
    plugins,
    entryPoints: { bin: here("../src/bin.ts") },
    banner: { js: "#!/usr/bin/env node" },
  }),
  build({
    ...options,
    plugins,
    entryPoints: parts,
  }),
  ...Object.keys(lazyFiles).map(buildLazyFile),
  // Its chunks are in a folder of their own, from which the lazy files are not found.
  build({
    ...options,
    plugins: [separateParts, lazyBuiltins],
    entryPoints: { "s3-source": s3Source.source },
    chunkNames: "s3-source/[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    format: "esm",
    splitting: true,
    banner: { js: withRequire },
  }),
]);
chmodSync(`${options.outdir}/bin.js`, 0o755);
// The package says otherwise of its sources.
writeFileSync(`${options.outdir}/package.json`, '{"type":"commonjs"}\n');
const inputs = builds.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${options.outdir}/THIRD-PARTY-NOTICES.txt`, thirdPartyNotices(inputs, options.absWorkingDir));
