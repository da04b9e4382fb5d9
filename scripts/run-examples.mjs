// Applies every manifest in examples/ as a reader would: twice, and the second time there is nothing to do.
import { readdirSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { hashike } from "./lib/hashike.mjs";
import { root } from "./lib/paths.mjs";
import { heading, main, Stop } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

await main(async () => {
  await buildPackages();
  await setUp();
  for (const manifest of manifests()) await tryOut(manifest);
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
function manifests() {
  const files = readdirSync(`${root}/examples`, { recursive: true, encoding: "utf8" });
  const isManifest = (file) => /\.ya?ml$/.test(file) && !file.includes("node_modules");
  return files
    .filter(isManifest)
    .sort()
    .map((file) => `examples/${file}`);
}
