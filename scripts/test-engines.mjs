// `npm run test:engines`: loads images from archives on this machine's engine and on a newer one, the newer with both of
// its image stores, and prints a table of what came of it. Restarts the newer one, and looks at what becomes of an apply.
//   --all          also every other test of archives on the newer engine
//   --write        writes the table into docs/engines.md; else nothing is written
import { existsSync, readFileSync, rmSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { matrixTable, rowsOf, writeMatrix } from "./lib/engine-matrix.mjs";
import { startNewerEngine, whyNoNewerEngine } from "./lib/newer-engine/start.mjs";
import { cache } from "./lib/paths.mjs";
import { pnpm } from "./lib/pnpm.mjs";
import { heading, main, Stop, say } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";

const report = `${cache}/vitest-engines.json`;

await main(async () => {
  const flags = process.argv.slice(2);
  const unknown = flags.find((flag) => !["--all", "--write"].includes(flag));
  if (unknown) throw new Stop(`there is no option ${unknown}.`, "These there are: --all, --write");
  await buildPackages();
  const { engine, registry } = await setUp();
  if (!registry) throw new Stop("this needs a registry: HASHIKE_TEST_REGISTRY=localhost:5055");

  let restartsExitCode = 0;
  const results = [await runOn(engine, { env: {}, registry, all: false })];
  const reason = whyNoNewerEngine();
  for (const store of reason ? [] : ["graph", "containerd"]) {
    const newer = await startNewerEngine({ store, registry });
    const env = { HASHIKE_TEST_SOCKET: newer.socketPath };
    try {
      results.push(await runOn(newer.engine, { env, registry, all: flags.includes("--all") }));
      // One store will do: restarts have nothing to do with images.
      if (store === "graph") restartsExitCode = await restart(newer, { env, registry });
    } finally {
      await newer.stop();
    }
  }
  heading("Images from archives, by engine");
  say(matrixTable(results, { withTimes: true }));
  if (reason) say(`\nNOT RUN on a newer engine: ${reason}. Run this as root on Debian.`);
  if (flags.includes("--write")) {
    if (reason) throw new Stop("the table is not written: the newer engine is missing from it.");
    say(`\nWritten to ${writeMatrix(results)}.`);
  }
  return restartsExitCode === 0 && results.every(({ exitCode }) => exitCode === 0) ? 0 : 1;
});

/** Never the machine's own: these tests stop and kill the engine. */
function restart({ control }, { env, registry }) {
  heading("Restarts of the newer engine");
  return pnpm(
    ["exec", "vitest", "run", "--config", "vitest.workspace.ts", "--project", "engines", "restart.engines"],
    { env: { ...env, HASHIKE_TEST_REGISTRY: registry, HASHIKE_TEST_ENGINE_CONTROL: control } },
  );
}

/** @returns {Promise<import("./lib/engine-matrix.mjs").EngineResults & {exitCode: number}>} */
async function runOn(engine, { env, registry, all }) {
  const about = { version: (await engine.version()).Version, store: await engine.imageStore() };
  heading(`Engine ${about.version}, ${about.store}`);
  rmSync(report, { force: true });
  const tests = all
    ? ["--project", "engines", "--project", "docker", "load-matrix", "test/archive"]
    : ["--project", "engines", "load-matrix"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const exitCode = await pnpm(
    ["exec", "vitest", "run", "--config", "vitest.workspace.ts", ...reporters, ...tests],
    { env: { ...env, HASHIKE_TEST_REGISTRY: registry } },
  );
  if (!existsSync(report)) throw new Stop(`vitest ended with exit code ${exitCode} and without results.`);
  return { ...about, exitCode, rows: rowsOf(JSON.parse(readFileSync(report, "utf8"))) };
}
