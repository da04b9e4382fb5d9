import { existsSync, readFileSync, rmSync } from "node:fs";
import { cache } from "./paths.mjs";
import { pnpm } from "./pnpm.mjs";
import { Stop } from "./say.mjs";

// One of its own: tests of several engines may run beside one another.
const file = `${cache}/vitest-${process.pid}.json`;

/**
 * Runs tests in front of the reader.
 * @param {readonly string[]} args for vitest: projects and filters
 * @param {{env?: Record<string, string>, within?: readonly string[]}} options `within`: a command line that runs another
 * @returns {Promise<{exitCode: number, report: object}>} `report`: as vitest's JSON reporter writes it
 */
export async function vitest(args, options) {
  rmSync(file, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const words = ["exec", "vitest", "run", "--config", "vitest.workspace.ts", ...reporters, ...args];
  const exitCode = await pnpm(words, options);
  if (!existsSync(file)) throw new Stop(`vitest ended with exit code ${exitCode} and without results.`);
  const report = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return { exitCode, report };
}
