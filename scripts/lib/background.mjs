import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { relative } from "node:path";
import { cache, root } from "./paths.mjs";
import { runs } from "./process.mjs";
import { childEnv } from "./run.mjs";
import { waitFor } from "./wait-for.mjs";

const pidFile = (name) => `${cache}/${name}.pid`;

/**
 * Starts a program that outlives this one, and waits until it answers. It is detached from our terminal and has a log file in
 * place of our streams, so neither Ctrl-C nor a caller waiting for our output to end has to do with it.
 * @param {string} file the program
 * @param {string[]} args
 * @param {{name: string, seconds: number, answers: () => Promise<boolean>, env?: Record<string, string>}} options
 *   `name`: of its log and pid file
 * @returns {Promise<string | undefined>} why it does not answer, with the end of its log; undefined when it does
 */
export async function startInBackground(file, args, { name, seconds, answers, env = childEnv() }) {
  const logFile = `${cache}/${name}.log`;
  mkdirSync(cache, { recursive: true });
  const log = openSync(logFile, "w");
  const child = spawn(file, args, { detached: true, stdio: ["ignore", log, log], env });
  closeSync(log);
  child.unref();
  let end;
  child.on("error", (error) => {
    end = error.message;
  });
  child.on("exit", (code, signal) => {
    end ??= `it ended with ${signal ?? `exit code ${code}`}`;
  });
  if (child.pid) writeFileSync(pidFile(name), String(child.pid));
  await waitFor(async () => end || (await answers()), { seconds });
  if (await answers()) return undefined;
  const lastLines = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  return `${end ?? `no answer after ${seconds} s`}. The end of ${logFile}:\n${lastLines}`;
}

/**
 * The pid files in .cache/ of the programs started here that run still.
 * @param {Record<string, string>} programs name given at the start, to program
 */
export function pidFilesOfRunning(programs) {
  return Object.entries(programs)
    .filter(
      ([name, program]) => existsSync(pidFile(name)) && runs(readFileSync(pidFile(name), "utf8"), program),
    )
    .map(([name]) => relative(root, pidFile(name)));
}
