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
    onResolve({ filter: /./ }, ({ path, kind, namespace }) => {
      const name = path.replace(/^node:/, "");
      if (!lazy.has(name) || kind === "dynamic-import") return undefined;
      if (namespace === "lazy-builtin") return { path: `node:${name}`, external: true };
      return { path: name, namespace: "lazy-builtin" };
    });
    onLoad({ filter: /./, namespace: "lazy-builtin" }, ({ path }) => ({
      contents: contentsOf(path, Object.keys(require(path))),
    }));
  },
};

/** docker-modem inherits from one of these, and gives what it inherits other values: therefore the setter. */
const contentsOf = (path, names) => `
for (const name of ${JSON.stringify(names)})
  Object.defineProperty(exports, name, {
    enumerable: true,
    get: () => require("node:${path}")[name],
    set(value) {
      Object.defineProperty(this, name, { value, enumerable: true, configurable: true, writable: true });
    },
  });`;
