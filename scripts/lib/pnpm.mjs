import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cache, root } from "./paths.mjs";
import { childEnv, mustRun, onPath, run, runVisibly } from "./run.mjs";
import { say } from "./say.mjs";

// Where a pnpm on the PATH is a stub of corepack's, it must not ask whether it may download the real one.
const env = (extra) => childEnv({ COREPACK_ENABLE_DOWNLOAD_PROMPT: "0", ...extra });

/**
 * Runs pnpm with the reader's terminal, after making sure that pnpm and the dependencies are there.
 * @param {string[]} args
 * @param {{env?: Record<string, string>, within?: readonly string[]}} [options] more environment variables; `within`: a
 *   command line that runs the one after it
 * @returns {Promise<number>} pnpm's exit code
 */
export async function pnpm(args, options = {}) {
  const [file, ...rest] = [...(options.within ?? []), ...(await ensureDependencies()), ...args];
  return runVisibly(file, rest, { env: env(options.env) });
}

/** As `pnpm`, but what it prints is shown only when it fails, as the reason of an error. */
export async function pnpmQuietly(args) {
  const [file, ...first] = await ensureDependencies();
  return mustRun(file, [...first, ...args], { env: env() });
}

/**
 * Links the packages' commands again. pnpm cannot link a command of this workspace before it is built, so in a fresh
 * clone `npx hashike` is there only after another install.
 */
export async function linkCommands() {
  await pnpmQuietly(["install", "--frozen-lockfile", "--offline"]);
}

let command;

/**
 * Makes sure that pnpm and the dependencies are there; looks once per process.
 * @returns {Promise<string[]>} the command line that runs pnpm
 */
export function ensureDependencies() {
  command ??= (async () => {
    const found = await findPnpm();
    await installDependencies(found);
    return found;
  })();
  return command;
}

async function findPnpm() {
  const { packageManager } = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
  const wanted = packageManager.split("@")[1].split("+")[0];
  if (onPath("pnpm")) {
    const { code, stdout } = await run("pnpm", ["--version"], { env: env() });
    if (code === 0 && major(stdout) === major(wanted)) return ["pnpm"];
  }
  const folder = `${cache}/pnpm-${wanted}`;
  const own = `${folder}/node_modules/pnpm/bin/pnpm.cjs`;
  if (!existsSync(own)) {
    say(`Fetching pnpm ${wanted} into .cache/ ...`);
    const options = ["--no-save", "--no-audit", "--no-fund", "--prefix", folder];
    await mustRun("npm", ["install", ...options, `pnpm@${wanted}`]);
  }
  return [process.execPath, own];
}

/** The lockfile's hash is kept inside node_modules, so that both deleting the one and changing the other count. */
async function installDependencies([file, ...first]) {
  const stamp = `${root}/node_modules/.installed-lockfile`;
  const lockfile = createHash("sha256")
    .update(readFileSync(`${root}/pnpm-lock.yaml`))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockfile) return;
  say("Installing dependencies (pnpm install) ...");
  // Nobody may be there to answer whether a node_modules made elsewhere may be replaced.
  const args = ["install", "--frozen-lockfile", "--config.confirm-modules-purge=false"];
  await mustRun(file, [...first, ...args], { env: env() });
  writeFileSync(stamp, lockfile);
}

const major = (version) => version.trim().split(".")[0];
