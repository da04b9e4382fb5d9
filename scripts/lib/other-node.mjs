import { existsSync, renameSync, rmSync } from "node:fs";
import { cache } from "./paths.mjs";
import { mustRun } from "./run.mjs";
import { say } from "./say.mjs";

/**
 * Makes sure of the newest Node of a line, from its package on npm.
 * @param {string} line such as "22"
 * @returns {Promise<string>} the folder of its program
 */
export async function ensureNode(line) {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = `${cache}/node-${line}`;
  if (!existsSync(folder)) {
    say(`Fetching Node ${line} ...`);
    const unfinished = `${folder}.unfinished`;
    rmSync(unfinished, { recursive: true, force: true });
    const options = ["--no-save", "--no-audit", "--no-fund", "--prefix", unfinished];
    await mustRun("npm", ["install", ...options, `${name}@${line}`]);
    renameSync(unfinished, folder);
  }
  return `${folder}/node_modules/${name}/bin`;
}
