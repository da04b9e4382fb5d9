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
 * @returns {Promise<Measured>}
 */
export async function runHashike(args, env) {
  const folder = mkdtempSync(join(tmpdir(), "hashike-bench-"));
  const peakFile = join(folder, "peak");
  try {
    const measured = await run(["--import", tellPeak, bin, ...args], {
      ...process.env,
      ...env,
      HASHIKE_BENCH_PEAK: peakFile,
    });
    return { ...measured, peakBytes: Number(readFileSync(peakFile, "utf8")) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(args, env) {
  return new Promise((resolve, reject) => {
    const startedAtMs = performance.now();
    const seconds = () => (performance.now() - startedAtMs) / 1000;
    const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    const events = [];
    let loadedSeconds;
    let rest = "";
    let complaints = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const event of lines.map((line) => JSON.parse(line))) {
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
      const figures = { seconds: seconds(), loadedSeconds, events };
      if (code === 0) resolve(figures);
      else
        reject(
          new Error(`hashike ended with exit code ${code}: ${complaints}${JSON.stringify(events.at(-1))}`),
        );
    });
  });
}
