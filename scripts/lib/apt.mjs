import { mkdirSync, renameSync, rmSync } from "node:fs";
import { cache } from "./paths.mjs";
import { childEnv, mustRun, onPath, run } from "./run.mjs";

const debs = `${cache}/debian/debs`;

/**
 * Where packages come from: this machine's own release, or another one whose lists are kept in a folder of ours.
 * @typedef {{options: string[], isOurs: boolean}} Release `options`: for every call of apt; `isOurs`: its lists can
 *   be fetched without root
 */

/** @type {Release} */
const thisRelease = { options: [], isOurs: false };

/** Whether this machine's packages come from apt, as Debian's and Ubuntu's do. */
export const hasApt = () => onPath("apt-get") && onPath("dpkg-deb");

export const isRoot = () => process.getuid?.() === 0;

/**
 * Installs packages on this machine; needs root.
 * @param {string[]} packages
 * @param {string[]} [ifKnown] packages that only some releases have: installed where they exist
 */
export async function install(packages, ifKnown = []) {
  await mustRun("apt-get", [...waitForLock, "update"], { env: quiet() });
  const known = [];
  for (const name of ifKnown) {
    const { stdout } = await run("apt-cache", ["show", name]);
    if (stdout.includes("Package:")) known.push(name);
  }
  const all = [...packages, ...known];
  await mustRun("apt-get", [...waitForLock, "install", "--yes", "--no-install-recommends", ...all], {
    env: quiet(),
  });
}

/**
 * Downloads packages and unpacks them into a folder of our own. Nothing is installed and no service is started, so
 * it works without root and leaves ports such as 80 and 6379 alone.
 * @param {string[]} packages
 * @param {string} folder replaced as a whole, so that a crash leaves no half of it
 * @param {Release} [release]
 * @returns {Promise<Map<string, string>>} package name to Debian version, such as "5:7.0.15-1~deb12u10"
 */
export async function unpack(packages, folder, release = thisRelease) {
  mkdirSync(debs, { recursive: true });
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await runOrUpdate("apt-get", ["download", ...packages], { cwd: debs, release });
  // Asked in an empty folder, since apt names only the files that are not in the current one yet.
  const printed = ["download", "--print-uris", ...packages];
  const { stdout } = await mustRun("apt-get", [...release.options, ...printed], { cwd: unfinished });
  const versions = new Map();
  for (const line of stdout.trim().split("\n")) {
    const file = line.split(" ")[1];
    const [name, version] = file.split("_");
    versions.set(name, decodeURIComponent(version));
    await mustRun("dpkg-deb", ["--extract", `${debs}/${file}`, unfinished]);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
  return versions;
}

/**
 * The packages together with the library packages they need, and those need in turn. Only libraries: a program's
 * other dependencies (adduser, perl, init scripts) serve its installation, not its running.
 * @param {string[]} packages
 * @param {Release} [release]
 * @returns {Promise<string[]>} sorted names
 */
export async function withLibraries(packages, release = thisRelease) {
  const dependenciesOf = await dependencies(packages, release);
  const found = new Set(packages);
  for (const name of found) {
    for (const dependency of dependenciesOf.get(name) ?? []) {
      // tini is what an engine runs first in containers with `init`; its package is called differently by release.
      if (/^(lib|zlib|tini)/.test(dependency)) found.add(dependency);
    }
  }
  return [...found].sort();
}

/**
 * The packages that installing these would bring to this machine: they themselves and all they need that is not
 * installed yet. Nothing is installed.
 * @returns {Promise<string[]>}
 */
export async function missingFor(packages) {
  const args = ["install", "--simulate", "--no-install-recommends", ...packages];
  const { stdout } = await runOrUpdate("apt-get", args);
  return [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
}

const waitForLock = ["-o", "DPkg::Lock::Timeout=120"];

const quiet = () => childEnv({ DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" });

/** On a bare machine the package lists are missing or old, so a failure fetches them and tries again. */
async function runOrUpdate(file, args, { cwd, release = thisRelease } = {}) {
  const all = [...release.options, ...args];
  const first = await run(file, all, { cwd, env: quiet() });
  if (first.code === 0) return first;
  if (release.isOurs || isRoot())
    await mustRun("apt-get", [...waitForLock, ...release.options, "update"], { env: quiet() });
  return mustRun(file, all, { cwd, env: quiet() });
}

/** Reads `apt-cache depends`: a package's name at the margin, "  Depends: name" (or " |Depends: name") below it. */
async function dependencies(packages, release) {
  const args = ["depends", "--recurse", "--important", ...packages];
  const { stdout } = await runOrUpdate("apt-cache", args, { release });
  const found = new Map();
  let current = [];
  for (const line of stdout.split("\n")) {
    const dependency = /^[ |]+(?:Pre)?Depends: ([^<]+)$/.exec(line)?.[1];
    if (dependency) current.push(dependency);
    else if (/^\S/.test(line)) {
      current = [];
      found.set(line, current);
    }
  }
  return found;
}
