import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { hasApt, missingFor, unpack } from "../../scripts/lib/apt.mjs";
import { cache } from "../../scripts/lib/paths.mjs";
import { childEnv, onPath, run } from "../../scripts/lib/run.mjs";
import { say } from "../../scripts/lib/say.mjs";

const address = "https://github.com/renjaku/hashike-py";
const folder = `${cache}/bench/hashike-py`;
const libraries = `${cache}/bench/hashike-py-libraries`;
// Not another Python of the PATH: the libraries are Debian's, for Debian's.
const python = "/usr/bin/python3";

/**
 * @typedef {{command: string[], env: Record<string, string>}} Original `command`: the line before its arguments
 */

/**
 * Finds the Python program that Hashike grew from: in the folder, or the clone, that HASHIKE_BENCH_ORIGINAL names, or
 * fetched into a folder of our own. Its libraries are Debian's, installed or unpacked beside it.
 * @returns {Promise<Original | string>} why it cannot be had
 */
export async function findOriginal() {
  if (!existsSync(python)) return `there is no ${python}`;
  const source = await findSource();
  if (source === undefined) {
    return `${address} cannot be fetched; HASHIKE_BENCH_ORIGINAL may name a clone or a folder of it`;
  }
  const path = await findLibraries();
  if (path === undefined) return "its libraries (boto3, docker, yaml) cannot be had from Debian's packages";
  const env = { PYTHONPATH: [source, ...path].join(":") };
  return { command: [python, "-c", "from hashike import main; main()"], env };
}

async function findSource() {
  const given = process.env.HASHIKE_BENCH_ORIGINAL;
  if (given && existsSync(`${given}/hashike/core.py`)) return given;
  if (existsSync(folder)) return folder;
  if (!onPath("git") || !onPath("timeout")) return undefined;
  say("Fetching hashike-py ...");
  mkdirSync(`${cache}/bench`, { recursive: true });
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const clone = ["60", "git", "clone", "--quiet", given || address, unfinished];
  const { code } = await run("timeout", clone, { env: childEnv({ GIT_TERMINAL_PROMPT: "0" }) });
  if (code !== 0) return undefined;
  renameSync(unfinished, folder);
  return folder;
}

/** @returns {Promise<string[] | undefined>} folders to look for modules in, besides Python's own */
async function findLibraries() {
  const unpacked = `${libraries}/usr/lib/python3/dist-packages`;
  for (const path of [[], [unpacked]]) if (await canImport(path)) return path;
  if (!hasApt()) return undefined;
  say("Fetching its libraries from Debian ...");
  try {
    await unpack(await missingFor(["python3-boto3", "python3-docker", "python3-yaml"]), libraries);
  } catch {
    return undefined;
  }
  return (await canImport([unpacked])) ? [unpacked] : undefined;
}

async function canImport(path) {
  const env = childEnv({ PYTHONPATH: path.join(":") });
  return (await run(python, ["-c", "import boto3, docker, yaml"], { env })).code === 0;
}
