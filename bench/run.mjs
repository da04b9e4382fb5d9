// `npm run bench`: Hashike beside its peers, on this machine and its engine.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { buildPackages } from "../scripts/lib/build.mjs";
import { main, Stop, say } from "../scripts/lib/say.mjs";
import { setUp } from "../scripts/lib/setup.mjs";
import { targetLines } from "./lib/peer-targets.mjs";
import { machine, tableOf } from "./lib/report.mjs";
import { allWork, benchPeers } from "./peers.mjs";

const benches = {
  startup: async (options) => (await import("./startup.mjs")).benchStartUp(options),
  planner: async (options) => (await import("./planner.mjs")).benchPlanner(options),
  peers: async (options) => {
    await setUp();
    return benchPeers(options);
  },
  watch: async (options) => {
    await setUp();
    return (await import("./watch.mjs")).benchWatch(options);
  },
  images: async (options) => {
    await setUp();
    return { rows: [], images: await (await import("./lib/run-images.mjs")).runImages(options) };
  },
};

const usage = `npm run bench -- [${Object.keys(benches).join("|")}]... [--containers 2,20,100] [--work ${allWork.join()}] [--rounds 5] [--json FILE] [--write]`;

await main(async () => {
  const { chosen, options, json } = readOptions();
  await buildPackages();
  const furtherTargets = [];
  const result = { machine: machine(), versions: {}, rows: [] };
  for (const name of chosen) {
    const { rows, targets = [], versions = {}, images } = await benches[name](options);
    result.rows.push(...rows);
    furtherTargets.push(...targets);
    Object.assign(result.versions, versions);
    if (images !== undefined) result.images = images;
    if (name !== "peers" && name !== "images") say(`\n${tableOf(rows)}\n`);
  }
  if (result.rows.length > 0) say(`${[...targetLines(result.rows), ...furtherTargets].join("\n")}\n`);
  say(
    Object.entries({ ...result.machine, ...result.versions })
      .map(([name, value]) => `${name}: ${value}`)
      .join("; "),
  );
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
});

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      containers: { type: "string", default: "2,20,100" },
      rounds: { type: "string", default: "5" },
      work: { type: "string", default: allWork.join() },
      json: { type: "string" },
      // Puts the results of images into docs/benchmarks.md.
      write: { type: "boolean", default: false },
    },
  });
  const sizes = values.containers.split(",").map(Number);
  const rounds = Number(values.rounds);
  const work = values.work.split(",");
  const isKnown =
    positionals.every((name) => Object.hasOwn(benches, name)) && work.every((name) => allWork.includes(name));
  if (!isKnown || ![...sizes, rounds].every((number) => Number.isInteger(number) && number > 0)) {
    throw new Stop("wrong usage.", usage);
  }
  const chosen = positionals.length === 0 ? Object.keys(benches) : positionals;
  return { chosen, options: { sizes, rounds, work, write: values.write }, json: values.json };
}
