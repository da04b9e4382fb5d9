import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "./paths.mjs";
import { Stop } from "./say.mjs";

/**
 * Runs a command on the reader's terminal.
 * @returns {Promise<number>} its exit code; 128 when a signal ended it
 */
export async function runVisibly(file, args, { env = childEnv(), cwd = root } = {}) {
  const child = spawn(file, args, { cwd, env, stdio: "inherit" });
  return (await ended(child, file)).code;
}

/**
 * Runs a command and keeps what it prints.
 * @returns {Promise<{code: number, stdout: string, output: string}>} `output` has both streams as they came
 */
export async function run(file, args, { env = childEnv(), cwd = root } = {}) {
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const { code } = await ended(child, file);
  return { code, stdout, output };
}

/** As `run`, for commands that have no business failing: what they printed is in the error. */
export async function mustRun(file, args, options) {
  const result = await run(file, args, options);
  if (result.code === 0) return result;
  throw new Stop(
    `\`${[file, ...args].join(" ")}\` ended with exit code ${result.code}:\n${result.output.trimEnd()}`,
  );
}

/** Whether a program of this name is on the PATH. */
export function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => isExecutable(join(folder, program)));
}

/**
 * The environment for child processes: ours without what npm and pnpm put there for theirs. Each of them takes the
 * other's settings for its own unknown ones and warns about every one. Where packages come from is kept. No notices of
 * new versions: they would stand among what the commands have to say.
 */
export function childEnv(extra = {}) {
  const kept =
    /^npm_config_(registry|userconfig|globalconfig|cache|cafile|proxy|https_proxy|noproxy|strict_ssl)$/i;
  const inherited = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || kept.test(name));
  return { ...Object.fromEntries(inherited), npm_config_update_notifier: "false", ...extra };
}

function ended(child, file) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new Stop(`cannot run ${file}: ${error.message}`)));
    child.on("close", (code) => resolve({ code: code ?? 128 }));
  });
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
