// Loaded before the command (NODE_OPTIONS=--import=…): tells each file of the command that is loaded, as it is loaded.
import { register } from "node:module";

const hooks = `
  import { writeSync } from "node:fs";
  export function load(url, context, next) {
    const file = /\\/cli\\/dist\\/(.*)$/.exec(url)?.[1];
    if (file !== undefined) writeSync(2, "loaded " + file + "\\n");
    return next(url, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
