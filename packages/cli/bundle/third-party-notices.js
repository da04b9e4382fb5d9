import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * What the licences of bundled packages ask to be said about them.
 * @param {string[]} inputs paths of all bundled files, relative to `folder`
 * @returns {string}
 * @throws Error for a package that does not tell its licence
 */
export function thirdPartyNotices(inputs, folder) {
  const packages = new Set(inputs.flatMap((path) => packageFolder(path) ?? []));
  const notices = new Map([...packages].map((path) => noticeOf(join(folder, path))));
  const sorted = [...notices].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, notice]) => notice);
  return `hashike contains the packages below, each under its own licence.\n\n${sorted.join("\n")}`;
}

/** The folder right below `node_modules`: further package.json files, deeper down, have no name. */
function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

/** @returns {[string, string]} the name with the version, and what is to be said */
function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof license !== "string") throw new Error(`${name} ${version} does not tell its licence`);
  const by = typeof author === "object" ? author.name : author;
  const head = [`${name} ${version}`, `Licence: ${license}`, ...(by ? [`Author: ${by}`] : [])];
  const texts = licenceFiles(folder).map((path) => `\n${readFileSync(path, "utf8").trim()}\n`);
  return [`${name} ${version}`, `${"-".repeat(80)}\n${head.join("\n")}\n${texts.join("")}`];
}

function licenceFiles(folder) {
  return readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying)\b/i.test(name))
    .sort()
    .map((name) => join(folder, name));
}
