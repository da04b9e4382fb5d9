import { existsSync, readFileSync, rmSync } from "node:fs";
import { delimiter } from "node:path";
import { cache, root } from "./paths.mjs";
import { pnpm } from "./pnpm.mjs";
import { childEnv, runVisibly } from "./run.mjs";
import { Stop } from "./say.mjs";

// One of its own: tests of several engines may run beside one another.
const file = `${cache}/vitest-${process.pid}.json`;

const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
const words = ["run", "--config", "vitest.workspace.ts", ...reporters];

/**
 * Runs tests in front of the reader.
 * @param {readonly string[]} args for vitest: projects and filters
 * @param {{env?: Record<string, string>, within?: readonly string[]}} options `within`: a command line that runs another
 * @returns {Promise<TestResult>}
 * @typedef {{exitCode: number, report: object}} TestResult `report`: as vitest's JSON reporter writes it
 */
export function vitest(args, options) {
  return withReport(() => pnpm(["exec", "vitest", ...words, ...args], options));
}

/**
 * As `vitest`, on another Node than ours.
 * @param {string} folder of its program
 * @param {readonly string[]} args
 * @param {{env: Record<string, string>}} options
 * @returns {Promise<TestResult>}
 */
export function vitestOn(folder, args, { env }) {
  const PATH = [folder, process.env.PATH].join(delimiter);
  const program = `${root}/node_modules/vitest/vitest.mjs`;
  const run = [program, ...words, ...args];
  return withReport(() => runVisibly(`${folder}/node`, run, { env: childEnv({ ...env, PATH }) }));
}

async function withReport(run) {
  rmSync(file, { force: true });
  const exitCode = await run();
  if (!existsSync(file)) throw new Stop(`vitest ended with exit code ${exitCode} and without results.`);
  const report = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return { exitCode, report };
}
