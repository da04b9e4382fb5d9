// `npm run test:engines`: the tests of engines on other engines than this machine's, each started beside it in namespaces of its
// own, and a table of what came of it. Some of them restart the engine.
//   --smoke              a part, for each change
//   --engine NAME        on this engine only, such as 28.5; further words go to vitest, in place of all tests
//   --store NAME         with what keeps its images: overlay2, or containerd
//   --write              images from archives only, and writes their table into docs/engines.md
import { parseArgs } from "node:util";
import { buildPackages } from "./lib/build.mjs";
import { matrixTable, rowsOf, writeMatrix } from "./lib/engine-matrix.mjs";
import { engineTable } from "./lib/engine-table.mjs";
import { engines } from "./lib/other-engine/engines.mjs";
import { copyImages } from "./lib/other-engine/images.mjs";
import { loadsOf, namedBy, smokeOf, wholeOf } from "./lib/other-engine/runs.mjs";
import { startOtherEngine, whyNoOtherEngine } from "./lib/other-engine/start.mjs";
import { heading, main, Stop, say } from "./lib/say.mjs";
import { prepareEngine, prepareS3Server } from "./lib/test-env.mjs";
import { vitest } from "./lib/vitest.mjs";

await main(async () => {
  const options = readOptions(process.argv.slice(2));
  const reason = whyNoOtherEngine();
  if (reason) throw new Stop(`this cannot be run here: ${reason}.`, "Run it as root on Debian.");
  await buildPackages();
  const machine = { ...(await prepareEngine()), s3: await prepareS3Server() };
  const results = [];
  for (const { which, store, runs } of planned(options)) {
    results.push(await runOn(which, { store, runs, machine }));
  }
  const loads = results.filter(({ rows }) => rows.length > 0);
  if (loads.length > 0) {
    heading("Images from archives, by engine");
    say(matrixTable(loads, { withTimes: true }));
  }
  heading("Tests, by engine");
  say(engineTable(results));
  if (options.write) say(`\nWritten to ${writeMatrix(loads)}.`);
  return results.every(({ exitCode }) => exitCode === 0) ? 0 : 1;
});

function readOptions(args) {
  const own = {
    smoke: { type: "boolean" },
    write: { type: "boolean" },
    engine: { type: "string" },
    store: { type: "string" },
  };
  const at = args.findIndex((arg, i) => !isOwn(arg, own) && !isOwn(args[i - 1], own, "string"));
  const end = at < 0 ? args.length : at;
  const { values } = parseArgs({ args: args.slice(0, end), options: own });
  const options = { ...values, words: args.slice(end) };
  if (options.engine && !engines.some(({ name }) => name === options.engine)) {
    const names = engines.map(({ name }) => name).join(", ");
    throw new Stop(`there is no engine ${options.engine}.`, `These there are: ${names}`);
  }
  if (options.words.length > 0 && !options.engine)
    throw new Stop(`${options.words[0]} is meant for which engine?`, "Name it first: --engine 28.5");
  if (options.write && args.length > 1)
    throw new Stop("the table is only written of all engines.", "Give --write alone.");
  return options;
}

/** Whether a word is an option of ours. @param type when given, only of this type */
function isOwn(word = "", own, type) {
  const option = own[/^--(\w+)$/.exec(word)?.[1]];
  return option !== undefined && (type === undefined || option.type === type);
}

/** Tests that the reader names run with one store, unless it is named, too. */
function planned({ smoke, write, engine, store, words }) {
  const isNamed = words.length > 0;
  const runsOf = isNamed ? () => namedBy(words) : write ? loadsOf : smoke ? smokeOf : wholeOf;
  return engines
    .filter(({ name }) => engine === undefined || name === engine)
    .flatMap((which) => which.stores.map((one) => ({ which, store: one, runs: runsOf(which, one) })))
    .filter(({ which, store: one }) => one === (store ?? (isNamed ? which.stores[0] : one)))
    .filter(({ runs }) => runs.length > 0);
}

/** @returns {Promise<import("./lib/engine-table.mjs").EngineResult & import("./lib/engine-matrix.mjs").EngineResults & {exitCode: number}>} */
async function runOn(which, { store, runs, machine }) {
  const { host: s3 } = new URL(machine.s3.HASHIKE_TEST_S3_ENDPOINT);
  const running = await startOtherEngine(which, { store, registry: machine.registry, addresses: [s3] });
  try {
    const version = (await running.engine.version()).Version;
    await copyImages(machine.engine, running.engine);
    const done = [];
    for (const run of runs) {
      heading(`Engine ${version}, ${store}: ${run.words.join(" ")}`);
      done.push(await runTests(run, { running, machine }));
    }
    return {
      version,
      store,
      exitCode: Math.max(...done.map(({ exitCode }) => exitCode)),
      reports: done.map(({ report }) => report),
      rows: done.flatMap(({ report }) => rowsOf(report)),
    };
  } finally {
    await running.stop();
  }
}

/** Inside the engine's network namespace: there a published port is on 127.0.0.1, and a container's address answers. */
function runTests({ words, restarts, isPart }, { running, machine }) {
  const env = {
    ...machine.env,
    HASHIKE_TEST_WHOLE: "1",
    ...machine.s3,
    DOCKER_HOST: `unix://${running.socketPath}`,
    HASHIKE_TEST_SOCKET: running.socketPath,
    HASHIKE_TEST_OUTSIDE: running.outside,
    ...(restarts ? { HASHIKE_TEST_ENGINE_CONTROL: running.control } : {}),
    ...(isPart ? { HASHIKE_TEST_PART: "1" } : {}),
  };
  return vitest(words, { env, within: ["nsenter", `--net=${running.network}`] });
}
