// Loaded before the command (NODE_OPTIONS=--import=…): tells each file of the command that is loaded, as it is loaded.
import { writeSync } from "node:fs";
import Module, { register } from "node:module";

const loadCommonJs = Module._extensions[".js"];
Module._extensions[".js"] = (module, path) => {
  const file = /\/cli\/dist\/(.*)$/.exec(path)?.[1];
  if (file !== undefined) writeSync(2, `loaded ${file}\n`);
  return loadCommonJs(module, path);
};

/** What is loaded as an ES module. */
const hooks = `
  import { writeSync } from "node:fs";
  export function load(url, context, next) {
    const file = /\\/cli\\/dist\\/(.*\\.mjs)$/.exec(url)?.[1];
    if (file !== undefined) writeSync(2, "loaded " + file + "\\n");
    return next(url, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
