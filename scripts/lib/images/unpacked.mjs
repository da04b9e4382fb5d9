import { lstatSync, readlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * The file that a path inside an unpacked folder stands for. Symbolic links are followed as if the folder were the
 * root of the file system, which is what they were made for.
 * @param {string} folder
 * @param {string} path inside the folder
 * @returns {string} path of this machine
 */
export function followInside(folder, path) {
  const file = join(folder, path);
  if (!lstatSync(file).isSymbolicLink()) return file;
  return followInside(folder, resolve("/", dirname(path), readlinkSync(file)));
}
