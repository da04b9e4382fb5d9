import { mkdirSync, renameSync, rmSync } from "node:fs";
import { cache } from "./paths.mjs";
import { childEnv, mustRun, onPath, run } from "./run.mjs";

const debs = `${cache}/debian/debs`;

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
 * @returns {Promise<Map<string, string>>} package name to Debian version, such as "5:7.0.15-1~deb12u10"
 */
export async function unpack(packages, folder) {
  mkdirSync(debs, { recursive: true });
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await runOrUpdate("apt-get", ["download", ...packages], { cwd: debs });
  // Asked in an empty folder, since apt names only the files that are not in the current one yet.
  const { stdout } = await mustRun("apt-get", ["download", "--print-uris", ...packages], { cwd: unfinished });
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
 * @returns {Promise<string[]>} sorted names
 */
export async function withLibraries(packages) {
  const dependenciesOf = await dependencies(packages);
  const found = new Set(packages);
  for (const name of found) {
    for (const dependency of dependenciesOf.get(name) ?? []) {
      if (/^(lib|zlib)/.test(dependency)) found.add(dependency);
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

/** On a bare machine the package lists are missing or old, so a failure fetches them (needs root) and tries again. */
async function runOrUpdate(file, args, { cwd } = {}) {
  const first = await run(file, args, { cwd, env: quiet() });
  if (first.code === 0) return first;
  if (isRoot()) await mustRun("apt-get", [...waitForLock, "update"], { env: quiet() });
  return mustRun(file, args, { cwd, env: quiet() });
}

/** Reads `apt-cache depends`: a package's name at the margin, "  Depends: name" (or " |Depends: name") below it. */
async function dependencies(packages) {
  const { stdout } = await runOrUpdate("apt-cache", ["depends", "--recurse", "--important", ...packages]);
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
