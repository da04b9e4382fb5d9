// Loaded before the command (NODE_OPTIONS=--import=…): tells at its end how many modules of the AWS SDK it loaded.
import { writeSync } from "node:fs";
import { createRequire } from "node:module";

const { cache } = createRequire(import.meta.url);

process.on("exit", () => {
  const count = Object.keys(cache).filter((path) => /@aws-sdk|@smithy/.test(path)).length;
  writeSync(2, `modules of the AWS SDK: ${count}\n`);
});
