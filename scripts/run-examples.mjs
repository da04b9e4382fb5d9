// Tries every example as a reader would. A manifest is applied twice, and the second time there is nothing to do; a
// program runs, and cleans up after itself.
import { readdirSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { hashike, show } from "./lib/hashike.mjs";
import { root } from "./lib/paths.mjs";
import { heading, main, Stop } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  await buildPackages();
  await setUp();
  for (const manifest of files(/\.ya?ml$/)) await tryOut(manifest);
  for (const program of files(/\.js$/)) {
    heading(program);
    await show(process.execPath, [program]);
  }
});

async function tryOut(manifest) {
  heading(manifest);
  try {
    await hashike(["apply", manifest]);
    const second = await hashike(["apply", manifest]);
    if (!/nothing to do/i.test(second))
      throw new Stop(`${manifest}: the second apply found something to do.`);
  } finally {
    await hashike(["delete", manifest, "--volumes"]);
  }
}

/** @returns {string[]} paths from the repository's root, sorted */
function files(pattern) {
  return readdirSync(`${root}/examples`, { recursive: true, encoding: "utf8" })
    .filter((file) => pattern.test(file) && !file.includes("node_modules"))
    .sort()
    .map((file) => `examples/${file}`);
}
