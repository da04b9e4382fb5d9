import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { gzipSync } from "node:zlib";
import { unpack, withLibraries } from "../apt.mjs";
import { cache } from "../paths.mjs";
import { mustRun } from "../run.mjs";
import { sharedLibraries } from "./shared-libraries.mjs";
import { fixedTime, tar } from "./tar.mjs";
import { followInside } from "./unpacked.mjs";

/** Written into the image's comment. Not a label: containers inherit those, and tests look at them. */
export const commentPrefix = "hashike stand-in ";

/** @param {import("./recipes.mjs").Recipe} recipe */
export const commentOf = (recipe) => commentPrefix + sha256(JSON.stringify(recipe)).slice(0, 16);

/**
 * Builds an image of one layer. Equal recipes and equal Debian packages give an equal image ID.
 * @param {import("./recipes.mjs").Recipe} recipe
 * @returns {Promise<{name: string, config: Buffer, layer: Buffer}>} `layer` is gzipped
 */
export async function buildImage(recipe) {
  const folder = `${cache}/debian/${recipe.name.replace(/[:/]/g, "-")}`;
  const versions = await unpack(await withLibraries(recipe.packages), folder);
  const layer = tar(withFolders(await entries(recipe, folder), recipe.folders));
  const config = {
    created: new Date(fixedTime * 1000).toISOString(),
    comment: commentOf(recipe),
    os: "linux",
    architecture: { x64: "amd64" }[process.arch] ?? process.arch,
    config: { ...recipe.config, Env: [...recipe.config.Env, ...versionVariable(recipe, versions)] },
    rootfs: { type: "layers", diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created: new Date(fixedTime * 1000).toISOString(), created_by: recipe.packages.join(" ") }],
  };
  return { name: recipe.name, config: Buffer.from(JSON.stringify(config)), layer: gzipSync(layer) };
}

/** The image as `docker save` would write it. */
export function toArchive({ name, config, layer }) {
  const configFile = `${sha256(config)}.json`;
  const manifest = [{ Config: configFile, RepoTags: [name], Layers: ["layer.tar"] }];
  return tar([
    { path: configFile, content: config },
    { path: "layer.tar", content: layer },
    { path: "manifest.json", content: JSON.stringify(manifest) },
  ]);
}

async function entries(recipe, folder) {
  const fromPackage = (path) => readFileSync(followInside(folder, path));
  const files = [
    ...recipe.programs.map((path) => ({ path, content: fromPackage(path), mode: 0o755 })),
    ...(recipe.copied ?? []).map((path) => ({ path, content: fromPackage(path) })),
    ...Object.entries(recipe.scripts ?? {}).map(([path, content]) => ({ path, content, mode: 0o755 })),
    ...Object.entries({ ...systemTexts(recipe), ...recipe.texts }).map(([path, content]) => ({
      path,
      content,
    })),
    ...Object.entries(recipe.links ?? {}).map(([path, linkTo]) => ({ path, linkTo })),
    ...(await applets(followInside(folder, "bin/busybox"))),
  ];
  const libraries = new Map();
  for (const program of recipe.programs) {
    for (const [path, file] of await sharedLibraries(folder, program)) libraries.set(path, file);
  }
  for (const [path, file] of libraries) files.push({ path, content: readFileSync(file), mode: 0o755 });
  return files;
}

/** Every image has busybox, whose applets (sh, ls, wget, ...) are links to it. */
async function applets(busybox) {
  const { stdout } = await mustRun(busybox, ["--list"]);
  const names = stdout.trim().split("\n");
  return names
    .filter((name) => name !== "busybox")
    .map((name) => ({ path: `bin/${name}`, linkTo: "busybox" }));
}

function systemTexts({ users = [], groups = [] }) {
  const lines = (...all) => all.map((line) => `${line}\n`).join("");
  return {
    "etc/passwd": lines(
      "root:x:0:0:root:/root:/bin/sh",
      ...users,
      "nobody:x:65534:65534:nobody:/:/sbin/nologin",
    ),
    "etc/group": lines("root:x:0:", ...groups, "nogroup:x:65534:"),
    "etc/nsswitch.conf": lines("passwd: files", "group: files", "hosts: files dns"),
  };
}

function withFolders(files, special = {}) {
  const folders = { root: { mode: 0o700 }, tmp: { mode: 0o1777 }, run: {}, ...special };
  const parents = [...files.map(({ path }) => path), ...Object.keys(folders)].flatMap(parentsOf);
  const paths = new Set([...parents, ...Object.keys(folders)]);
  return [...files, ...[...paths].map((path) => ({ path, ...folders[path] }))];
}

function parentsOf(path) {
  const parent = posix.dirname(path);
  return parent === "." ? [] : [...parentsOf(parent), parent];
}

/** "5:7.0.15-1~deb12u10" is version 7.0.15 of the program. */
function versionVariable({ version }, versions) {
  if (!version) return [];
  return [`${version.variable}=${/^(?:\d+:)?([^-+~]+)/.exec(versions.get(version.package))[1]}`];
}

function sha256(data) {
  return createHash("sha256").update(data).digest("hex");
}
