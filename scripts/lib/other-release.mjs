import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { unpack } from "./apt.mjs";
import { debianMirror } from "./debian-mirror.mjs";
import { cache } from "./paths.mjs";

const keyring = "usr/share/keyrings/debian-archive-keyring.gpg";

/**
 * Another release of Debian than this machine's, to unpack programs from. Its lists are kept in a folder of ours, so
 * that apt's own sources stay as they are.
 * @param {string} name such as "trixie"
 * @returns {Promise<import("./apt.mjs").Release>}
 */
export async function debianRelease(name) {
  const folder = `${cache}/debian/${name}`;
  for (const part of ["lists/partial", "archives/partial"])
    mkdirSync(`${folder}/${part}`, { recursive: true });
  const source = `deb [signed-by=${await keyringFile()}] ${debianMirror()} ${name} main\n`;
  writeFileSync(`${folder}/sources.list`, source);
  // Nothing of it is installed here.
  writeFileSync(`${folder}/status`, "");
  const settings = {
    "Dir::Etc::SourceList": `${folder}/sources.list`,
    "Dir::Etc::SourceParts": "-",
    "Dir::State::Lists": `${folder}/lists`,
    "Dir::State::Status": `${folder}/status`,
    "Dir::Cache": folder,
    "Acquire::Languages": "none",
    // Its own user need not be able to write where we are.
    "APT::Sandbox::User": "root",
  };
  return {
    options: Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]),
    isOurs: true,
  };
}

/** Debian has it; a relative such as Ubuntu keeps it in a package of that name. */
async function keyringFile() {
  if (existsSync(`/${keyring}`)) return `/${keyring}`;
  const unpacked = `${cache}/debian/debian-archive-keyring`;
  if (!existsSync(unpacked)) await unpack(["debian-archive-keyring"], unpacked);
  return `${unpacked}/${keyring}`;
}
