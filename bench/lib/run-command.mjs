import { spawn } from "node:child_process";
import { childEnv } from "../../scripts/lib/run.mjs";

/**
 * Runs a program to its end, dropping what it prints.
 * @returns {Promise<number>} milliseconds from its start to its end
 * @throws Error with what it said, when it fails
 */
export function runCommand([file, ...args], env = {}) {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const child = spawn(file, args, { env: childEnv(env), stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("exit", (code) => {
      const ms = performance.now() - begin;
      if (code === 0) resolve(ms);
      else
        child.on("close", () =>
          reject(new Error(`${[file, ...args].join(" ")}: exit code ${code}\n${said}`)),
        );
    });
  });
}

const teller = `import { writeSync } from "node:fs";
process.on("exit", () => writeSync(2, "peak " + process.resourceUsage().maxRSS + "\\n"));`;

/** @returns {Promise<number>} the peak memory of a Node program, in MB */
export function peakMemory([file, ...args]) {
  return new Promise((resolve, reject) => {
    const env = childEnv({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(teller)}` });
    const child = spawn(file, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("close", () => resolve(Number(/^peak (\d+)$/m.exec(said)?.[1]) / 1024));
  });
}
