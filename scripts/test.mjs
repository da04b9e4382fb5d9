// `npm test`: makes sure that everything the tests need is there, then hands over to vitest.
// Further arguments go to it: npm test -- --project unit
import { existsSync, readFileSync, rmSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { cache } from "./lib/paths.mjs";
import { pnpm } from "./lib/pnpm.mjs";
import { main, Stop, say } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";
import { countLine } from "./lib/test-report.mjs";
import { ensureTestTools } from "./lib/test-tools.mjs";

const report = `${cache}/vitest.json`;

await main(async () => {
  const args = process.argv.slice(2);
  await buildPackages();
  const env = needsEngine(args) ? { HASHIKE_TEST_REGISTRY: await prepareEngine() } : {};
  rmSync(report, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const exitCode = await pnpm(
    ["exec", "vitest", "run", "--config", "vitest.workspace.ts", ...reporters, ...args],
    { env },
  );
  if (!existsSync(report)) throw new Stop(`vitest ended with exit code ${exitCode} and without results.`);
  say(countLine(JSON.parse(readFileSync(report, "utf8"))));
  return exitCode;
});

/** Only the unit tests do without an engine, so only naming them and nothing else skips its set-up. */
function needsEngine(args) {
  const named = args.flatMap((arg, i) =>
    args[i - 1] === "--project" ? [arg] : (/^--project=(.+)/.exec(arg)?.slice(1) ?? []),
  );
  return named.length === 0 || named.some((project) => project !== "unit");
}

async function prepareEngine() {
  await ensureTestTools();
  const { registry } = await setUp();
  if (registry) return registry;
  throw new Stop(
    "the tests need a registry, and only on Debian can these scripts start one.",
    "Start one and name it:\n  docker run -d -p 5055:5000 registry:2\n  HASHIKE_TEST_REGISTRY=localhost:5055 npm test",
  );
}
