import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/* global REPOSITORY */
const bin = `${REPOSITORY}/packages/cli/dist/bin.js`;
const tellPeak = `${REPOSITORY}/bench/lib/tell-peak-memory.mjs`;

/**
 * One run of the command, measured from outside.
 * @typedef {{seconds: number, loadedSeconds?: number, peakBytes: number, events: object[]}} Measured
 *   `loadedSeconds`: from its start until it tells that the image is loaded; `peakBytes`: resident memory at most
 */

/**
 * Runs the built command in a process of its own.
 * @param {string[]} args with `-o json`
 * @param {Record<string, string>} env
 * @param {AbortSignal} signal ends it as Ctrl-C does
 * @returns {Promise<Measured>}
 */
export async function runHashike(args, env, signal) {
  const folder = mkdtempSync(join(tmpdir(), "hashike-bench-"));
  const peakFile = join(folder, "peak");
  try {
    const ownEnv = { ...process.env, ...env, HASHIKE_BENCH_PEAK: peakFile };
    const measured = await run(["--import", tellPeak, bin, ...args], ownEnv, signal);
    return { ...measured, peakBytes: Number(readFileSync(peakFile, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(args, env, signal) {
  return new Promise((resolve, reject) => {
    const startedAtMs = performance.now();
    const seconds = () => (performance.now() - startedAtMs) / 1000;
    // Detached, so that Ctrl-C comes once, from here: the second ends it before it has cleared up.
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const stop = () => child.kill("SIGINT");
    signal.addEventListener("abort", stop);
    const events = [];
    let loadedSeconds;
    let rest = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      // What is no event is one result over several lines.
      const eventLines = lines.filter((line) => line.startsWith('{"'));
      for (const event of eventLines.map((line) => JSON.parse(line))) {
        events.push(event);
        const isLoaded = event.type === "action.finished" && event.actionType === "image.pull";
        if (isLoaded) loadedSeconds = seconds();
      }
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      complaints += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      signal.removeEventListener("abort", stop);
      const figures = { seconds: seconds(), loadedSeconds, events };
      if (code === 0) resolve(figures);
      else
        reject(
          new Error(`hashike ended with exit code ${code}: ${complaints}${JSON.stringify(events.at(-1))}`),
        );
    });
  });
}
