import { fileURLToPath } from "node:url";
import { mustRun } from "../scripts/lib/run.mjs";
import { say } from "../scripts/lib/say.mjs";
import { call, removeLeftOvers } from "./lib/engine.mjs";
import { withClient } from "./lib/outage.mjs";
import { composeName, findPeers, hashikeCommand } from "./lib/peer-programs.mjs";
import { rowsOf, rowsOfRounds, tableOf } from "./lib/report.mjs";
import { inTurn } from "./lib/rounds.mjs";
import { peakMemory, processorTime, runCommand } from "./lib/run-command.mjs";
import { createStack } from "./lib/stack.mjs";

const node = process.execPath;
const program = (name) => fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));
const floors = { "empty Node": [node, program("empty")], "four lists in Node": [node, program("list")] };

/** What is measured, by the words for it on the command line. */
const works = { first: firstApply, "no-op": withoutChange, change: withChange };
export const allWork = Object.keys(works);

/**
 * The same containers brought up, left alone and changed by Hashike, by its peers and by bare calls.
 * @param {{sizes: number[], rounds: number, work: string[]}} options `work`: some of `allWork`
 */
export async function benchPeers({ sizes, rounds, work }) {
  const { versions, forStack } = await findPeers();
  await removeLeftOvers();
  const rows = [];
  for (const size of sizes) {
    const ofSize = await benchSize(size, rounds, work, forStack);
    say(`\n${tableOf(ofSize)}\n`);
    rows.push(...ofSize);
  }
  const { Version } = await call("GET", "/version");
  return { rows, versions: { engine: Version, ...versions } };
}

async function benchSize(size, rounds, work, forStack) {
  const stack = await createStack(size);
  const cleanUp = () => stack.remove().finally(() => process.exit(130));
  process.once("SIGINT", cleanUp).once("SIGTERM", cleanUp);
  const peers = await forStack(stack, size);
  try {
    const rows = [];
    for (const name of work) rows.push(...(await works[name](size, rounds, stack, peers.run)));
    return rows;
  } finally {
    process.off("SIGINT", cleanUp).off("SIGTERM", cleanUp);
    peers.close();
    await stack.remove();
  }
}

const notWaiting = "hashike --no-wait";

/** Up to this many containers a first apply is measured three times as often: its times differ by a fifth. */
const fewContainers = 20;

async function firstApply(size, rounds, stack, peers) {
  const times = size <= fewContainers ? 3 * rounds : rounds;
  say(`First apply of ${size}, ${times} times ...`);
  const all = {
    ...peers,
    // What waiting for them costs is the rest; none of its peers waits.
    [notWaiting]: () => runCommand([...hashikeCommand(stack), "--no-wait"]),
    "bare API": () => runCommand([node, program("create"), stack.bare]),
  };
  const measure = (run) => async () => {
    const ms = await run();
    await stack.removeContainers();
    return ms;
  };
  const candidates = Object.entries(all).map(([name, run]) => [name, measure(run)]);
  return rowsOfRounds(
    `first apply of ${size}`,
    await inTurn(times, Object.fromEntries(candidates)),
    "bare API",
  );
}

/** One peer's containers at a time, so that everybody lists as many; each is measured beside the floors. */
async function withoutChange(size, rounds, stack, peers) {
  const rows = [];
  const rounding = {};
  for (const [name, run] of Object.entries(peers)) {
    say(`No-op of ${size}, ${name} ...`);
    await run();
    const bare = Object.entries(floors).map(([floor, command]) => [floor, () => runCommand(command)]);
    const measured = await inTurn(2 * rounds + 1, { ...Object.fromEntries(bare), [name]: run });
    rows.push(...rowsOfRounds(`no-op of ${size}, up by ${name}`, measured, "four lists in Node"));
    if (name === composeName) rounding[name] = measured[name];
    if (name === "hashike") {
      rows.push(...(await processorTimes(size, rounds, stack)));
      rounding[name] = await roundsOfOneProcess(stack, 10 * rounds);
      say(`Peak memory of a no-op of ${size}: ${Math.round(await peakMemory(hashikeCommand(stack)))} MB`);
    }
    await stack.removeContainers();
  }
  const to = composeName in rounding ? composeName : "hashike";
  return [...rows, ...rowsOf(`round without a change of ${size}, in a process that runs on`, rounding, to)];
}

/** The least of many runs: other work on the machine makes it more, never less. */
async function processorTimes(size, rounds, stack) {
  const commands = { ...floors, hashike: hashikeCommand(stack) };
  const candidates = Object.entries(commands).map(([name, command]) => [name, () => processorTime(command)]);
  const measured = await inTurn(4 * rounds + 1, Object.fromEntries(candidates));
  const least = Object.entries(measured).map(([name, values]) => [name, [Math.min(...values)]]);
  return rowsOf(
    `processor time of a no-op of ${size}, least`,
    Object.fromEntries(least),
    "four lists in Node",
  );
}

async function roundsOfOneProcess({ manifest, network }, count) {
  const { stdout } = await mustRun(node, [program("cycles"), manifest, network, String(count)]);
  return JSON.parse(stdout).ms;
}

async function withChange(size, rounds, stack, peers) {
  const took = {};
  const outage = {};
  for (const [name, run] of Object.entries(peers)) {
    say(`Change of one of ${size}, ${name} ...`);
    stack.change("before");
    await run();
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      stack.change(`change-${round}`);
      results.push(await withClient(stack.firstPort, run));
    }
    took[name] = results.map(({ ms }) => ms);
    outage[name] = results.map(({ outageMs }) => outageMs);
    await stack.removeContainers();
  }
  stack.change("before");
  const to = composeName in peers ? composeName : "hashike";
  return [
    ...rowsOf(`change of one of ${size}`, took, to),
    ...rowsOf(`outage by a change of one of ${size}`, outage, to),
  ];
}
