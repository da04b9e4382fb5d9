// `npm test`: makes sure that everything the tests need is there, then hands over to vitest.
// Further arguments go to it: npm test -- --project unit
import { existsSync, readFileSync, rmSync } from "node:fs";
import { buildPackages } from "./lib/build.mjs";
import { cache } from "./lib/paths.mjs";
import { pnpm } from "./lib/pnpm.mjs";
import { findRegistryProgram } from "./lib/registry.mjs";
import { ensureS3Server, s3Env } from "./lib/s3-server.mjs";
import { main, Stop, say } from "./lib/say.mjs";
import { setUp } from "./lib/setup.mjs";
import { countLine } from "./lib/test-report.mjs";
import { ensureTestTools } from "./lib/test-tools.mjs";

const report = `${cache}/vitest.json`;

await main(async () => {
  const args = process.argv.slice(2);
  await buildPackages();
  const needs = neededBy(args);
  const env = {
    ...(needs.engine ? await prepareEngine() : {}),
    ...(needs.s3 ? await prepareS3Server() : {}),
  };
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

/**
 * The unit tests do without anything and the S3 tests without an engine, so naming only them skips the set-up. The
 * docker tests have images in S3, too.
 */
function neededBy(args) {
  const named = args.flatMap((arg, i) =>
    args[i - 1] === "--project" ? [arg] : (/^--project=(.+)/.exec(arg)?.slice(1) ?? []),
  );
  const anyBut = (...without) => named.length === 0 || named.some((project) => !without.includes(project));
  return { engine: anyBut("unit", "s3"), s3: anyBut("unit", "cli", "engines") };
}

async function prepareEngine() {
  await ensureTestTools();
  const { registry } = await setUp();
  if (registry) {
    // Tests also start registries of their own, which want a password.
    const program = await findRegistryProgram();
    return {
      HASHIKE_TEST_REGISTRY: registry,
      ...(program ? { HASHIKE_TEST_REGISTRY_PROGRAM: program } : {}),
    };
  }
  throw new Stop(
    "the tests need a registry, and only on Debian can these scripts start one.",
    "Start one and name it:\n  docker run -d -p 5055:5000 registry:2\n  HASHIKE_TEST_REGISTRY=localhost:5055 npm test",
  );
}

async function prepareS3Server() {
  const server = await ensureS3Server();
  if (!server) {
    throw new Stop(
      "the tests need an S3 server, and only on Debian can these scripts start one.",
      "Start one that checks signatures and name it: HASHIKE_TEST_S3_ENDPOINT, HASHIKE_TEST_S3_KEY, HASHIKE_TEST_S3_SECRET.",
    );
  }
  return s3Env(server);
}
