/**
 * What is run on an engine: tests, by vitest's projects and filters.
 * @typedef {{words: readonly string[], restarts: boolean}} TestRun `restarts`: whether they may restart the engine
 */

// Alone, as it takes the engine away from everybody.
const restarts = { words: ["--project", "engines", "restart.engines"], restarts: true };

/** Images have to do with what keeps them, all else has not. */
const ofImages = ["load-matrix", "test/archive", "test/store", "images.docker", "pull.docker"];

const run = (projects, ...filters) => ({
  words: [...projects.flatMap((project) => ["--project", project]), ...filters],
  restarts: false,
});

/** @returns {readonly TestRun[]} everything, for an engine with what it keeps images in by default, or with another store */
export function wholeOf(isDefaultStore) {
  if (isDefaultStore) return [run(["docker", "engines"]), restarts];
  return [run(["docker", "engines"], ...ofImages)];
}

/** @returns {readonly TestRun[]} as `wholeOf`, for each change */
export function smokeOf(isDefaultStore) {
  if (!isDefaultStore) return [run(["engines"], "load-matrix")];
  return [
    run(
      ["docker", "engines"],
      "contract.docker",
      "replace.docker",
      "switch.docker",
      "network",
      "load-matrix",
    ),
    restarts,
  ];
}

/** @returns {readonly TestRun[]} what the reader names */
export function namedBy(words) {
  return [{ words, restarts: words.some((word) => word.includes("restart")) }];
}
