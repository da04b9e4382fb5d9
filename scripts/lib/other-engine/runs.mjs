/**
 * What is run on an engine: tests, by vitest's projects and filters.
 * @typedef {{words: readonly string[], restarts: boolean, isPart?: boolean}} TestRun `restarts`: whether they may restart
 *   the engine; `isPart`: what takes minutes is tried in one way instead of all
 */

// Alone, as it takes the engine away from everybody.
const restarts = { words: ["--project", "engines", "restart.engines"], restarts: true };

/** Images have to do with what keeps them, all else has not. */
const ofImages = ["load-matrix", "test/archive", "test/store", "images.docker", "pull.docker"];

const run = (projects, ...filters) => ({
  words: [...projects.flatMap((project) => ["--project", project]), ...filters],
  restarts: false,
});

/**
 * @param {import("./engines.mjs").OtherEngine} which
 * @param {string} store
 * @returns {readonly TestRun[]} everything
 */
export function wholeOf({ kind, stores, breaksAtRestarts }, store) {
  if (kind === "podman")
    return [run(["docker", "engines"], "contract.docker", "anonymous-volumes.docker", "differences.engines")];
  if (store === stores[0]) return [run(["docker", "engines"]), ...(breaksAtRestarts ? [] : [restarts])];
  // One file after the other: while an image comes or goes, Docker 26 may refuse to list any with the containerd store.
  return [run(["docker", "engines"], "--no-file-parallelism", ...ofImages)];
}

/** @returns {readonly TestRun[]} as `wholeOf`, what the table of images from archives is made of */
export function loadsOf({ kind }) {
  return kind === "podman" ? [] : [run(["engines"], "load-matrix")];
}

/** @returns {readonly TestRun[]} as `wholeOf`, for each change; nothing for most engines */
export function smokeOf({ name, stores }, store) {
  if (name !== "28.5") return [];
  if (store !== stores[0]) return [run(["engines"], "load-matrix")];
  const onDocker = ["contract.docker", "switch.docker"];
  const onEngines = ["network.engines", "differences.engines", "load-matrix"];
  return [run(["docker", "engines"], ...onDocker, ...onEngines), { ...restarts, isPart: true }];
}

/** @returns {readonly TestRun[]} what the reader names */
export function namedBy(words) {
  return [{ words, restarts: words.some((word) => word.includes("restart")) }];
}
