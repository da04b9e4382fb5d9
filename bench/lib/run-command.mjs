import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
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
export async function peakMemory(command) {
  const options = `--import=data:text/javascript,${encodeURIComponent(teller)}`;
  return told(command, options, /^peak (\d+)$/m).then((kilobytes) => kilobytes / 1024);
}

const processorTeller = fileURLToPath(new URL("tell-processor-time.cjs", import.meta.url));

/** @returns {Promise<number>} how much processor time a Node program takes, in milliseconds */
export function processorTime(command) {
  return told(command, `--require=${processorTeller}`, /^processor ([\d.]+)$/m);
}

/** @returns {Promise<number>} what a module that is loaded before a Node program tells about it */
function told([file, ...args], nodeOptions, pattern) {
  return new Promise((resolve, reject) => {
    const env = childEnv({ NODE_OPTIONS: nodeOptions });
    const child = spawn(file, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    child.on("error", reject);
    child.on("close", () => resolve(Number(pattern.exec(said)?.[1])));
  });
}
