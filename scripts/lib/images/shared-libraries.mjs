import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { mustRun } from "../run.mjs";
import { Stop } from "../say.mjs";
import { followInside } from "./unpacked.mjs";

/**
 * The shared libraries a program needs, from the folder that its packages were unpacked into. The folder's own
 * dynamic loader is asked, so the answer does not depend on what this machine has installed.
 * @param {string} folder
 * @param {string} program path inside the folder
 * @returns {Promise<Map<string, string>>} path in the image (relative) to the file that belongs there
 */
export async function sharedLibraries(folder, program) {
  const file = followInside(folder, program);
  const loaderPath = loaderOf(file);
  if (!loaderPath) return new Map();
  const loader = followInside(folder, loaderPath);
  const triplet = relative(folder, loader).split("/").at(-2);
  const searched = ["lib", "usr/lib"].map((lib) => join(folder, lib, triplet));
  const args = ["--inhibit-cache", "--library-path", searched.join(":"), "--list", file];
  const { stdout } = await mustRun(loader, args);
  const found = new Map([[loaderPath, loader]]);
  for (const [, name, path] of stdout.matchAll(/^\s(\S+) => (\S.*) \(0x/gm)) {
    if (name.startsWith("/")) continue; // The loader itself, which stands in the map by the name programs know it by.
    const isOurs = path.startsWith(folder);
    if (!isOurs) throw new Stop(`${program} needs ${name}, which none of its packages brings.`);
    found.set(`lib/${triplet}/${name}`, path);
  }
  return found;
}

/** Where a program expects its loader, from the program file; undefined when it is linked statically. */
function loaderOf(file) {
  const start = readFileSync(file).subarray(0, 4096).toString("latin1");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the path ends with a NUL in the file.
  return /\/(lib[^\u0000]*\/ld-linux[^\u0000]*)\u0000/.exec(start)?.[1];
}
