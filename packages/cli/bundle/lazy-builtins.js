import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Modules of Node that most runs never use: loading them takes as long as all else of the driver. */
const lazy = new Set([
  "child_process",
  "crypto",
  "fs/promises",
  "http",
  "http2",
  "https",
  "module",
  "os",
  "stream/promises",
  "timers/promises",
  "tls",
]);

/** Loads each of these when something of it is first used, wherever it is imported. */
export const lazyBuiltins = {
  name: "lazy-builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind, namespace, importer }) => {
      const name = path.replace(/^node:/, "");
      if (!lazy.has(name) || kind === "dynamic-import") return undefined;
      if (namespace.startsWith("lazy-builtin")) return { path: `node:${name}`, external: true };
      const isOurs = importer.endsWith(".ts") && !importer.includes("/node_modules/");
      return { path: name, namespace: isOurs ? "lazy-builtin-functions" : "lazy-builtin" };
    });
    onLoad({ filter: /./, namespace: "lazy-builtin" }, ({ path }) => ({
      contents: objectOf(path, Object.keys(require(path))),
    }));
    onLoad({ filter: /./, namespace: "lazy-builtin-functions" }, ({ path }) => ({
      contents: functionsOf(path),
    }));
  },
};

/** docker-modem inherits from one of these, and gives what it inherits other values: therefore the setter. */
const objectOf = (path, names) => `
for (const name of ${JSON.stringify(names)})
  Object.defineProperty(exports, name, {
    enumerable: true,
    get: () => require("node:${path}")[name],
    set(value) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    },
  });`;

/** Our own modules call what they import, so that a function can stand in, and those that nobody calls are left out. */
function functionsOf(path) {
  const module = require(path);
  const names = Object.getOwnPropertyNames(module).filter((name) => typeof module[name] === "function");
  return names
    .map(
      (name) => `export function ${name}(...args) {
  const real = require("node:${path}").${name};
  return new.target ? new real(...args) : real(...args);
}`,
    )
    .join("\n");
}
