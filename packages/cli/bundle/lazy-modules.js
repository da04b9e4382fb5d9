import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = (path) => fileURLToPath(new URL(`../../${path}.ts`, import.meta.url));
const core = (path) => here(`core/src/${path}`);
const cli = (path) => here(`cli/src/${path}`);
const driver = (path) => here(`docker-driver/src/${path}`);
const source = (path) => here(`s3-source/src/${path}`);

/**
 * Modules of which most runs need nothing, by the file of the bundle that they are put into, together with what they
 * import. It is loaded when a function of theirs is first called: Node compiles whatever it loads, all of it, and
 * needs 3 ms for 100 kB, as long as the engine for an answer. They export functions only, as core cannot wait for
 * anything else to be loaded.
 */
export const lazyFiles = {
  explaining: [
    core("manifest/did-you-mean"),
    cli("render/diagnostic-text"),
    cli("render/error-text"),
    cli("render/failure-text"),
    cli("process/report-error"),
    source("file-error"),
  ],
  reaching: [
    driver("connect/parse-host"),
    driver("connect/tls-files"),
    driver("engine/faults/connection-error"),
  ],
};

/**
 * Puts a stand-in in the place of each such module.
 * @param {readonly string[]} whole files whose modules are left as they are
 */
export function lazyModules(whole = []) {
  const standIns = Object.entries(lazyFiles)
    .filter(([name]) => !whole.includes(name))
    .flatMap(([name, paths]) => paths.map((path, index) => [path, standIn(path, name, index)]));
  const contents = new Map(standIns);
  return {
    name: "lazy-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path, pluginData }) =>
        pluginData === standInData ? { path, external: true } : undefined,
      );
      onLoad({ filter: /\.ts$/ }, ({ path }) =>
        contents.has(path) ? { contents: contents.get(path), pluginData: standInData } : undefined,
      );
    },
  };
}

/** The entry point of a lazy file. */
export function lazyEntry(file) {
  return lazyFiles[file]
    .map((path, index) => `export * as m${index} from ${JSON.stringify(path)};`)
    .join("\n");
}

/** Marks what this bundle puts in a module's place; what it requires is a file of the bundle. */
export const standInData = {};

function standIn(path, file, index) {
  const text = readFileSync(path, "utf8");
  const other = /^export (?!type |interface |(?:async )?function\b).*/m.exec(text);
  if (other !== null) throw new Error(`${path} exports more than functions: ${other[0]}`);
  const names = [...text.matchAll(/^export (?:async )?function\*? ?(\w+)/gm)].map(([, name]) => name);
  const functions = names.map((name) => `export const ${name} = (...args) => load().${name}(...args);`);
  const load = `let loaded;\nconst load = () => (loaded ??= require("./${file}.js").m${index});`;
  return [load, ...functions].join("\n");
}
