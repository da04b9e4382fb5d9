// `npm test`: makes sure that everything the tests need is there, then hands over to vitest.
// Further arguments go to it: npm test -- --project unit
import { buildPackages } from "./lib/build.mjs";
import { main, say } from "./lib/say.mjs";
import { prepareEngine, prepareS3Server } from "./lib/test-env.mjs";
import { countLine } from "./lib/test-report.mjs";
import { vitest } from "./lib/vitest.mjs";

await main(async () => {
  const args = process.argv.slice(2);
  await buildPackages();
  const needs = neededBy(args);
  const env = {
    ...(needs.engine ? (await prepareEngine()).env : {}),
    ...(needs.s3 ? await prepareS3Server() : {}),
  };
  const { exitCode, report } = await vitest(args, { env });
  say(countLine(report));
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
