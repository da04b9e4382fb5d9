import { fileURLToPath } from "node:url";
import { root } from "../scripts/lib/paths.mjs";
import { say } from "../scripts/lib/say.mjs";
import { composeVersion, findCompose } from "./lib/compose.mjs";
import { call, family, removeAll, removeNetworks } from "./lib/engine.mjs";
import { withClient } from "./lib/outage.mjs";
import { rowsOf } from "./lib/report.mjs";
import { inTurn } from "./lib/rounds.mjs";
import { peakMemory, runCommand } from "./lib/run-command.mjs";
import { createStack } from "./lib/stack.mjs";

const node = process.execPath;
const program = (name) => fileURLToPath(new URL(`programs/${name}.mjs`, import.meta.url));

/**
 * The same containers brought up, left alone and changed by Hashike, by docker compose and by bare calls.
 * @param {{sizes: number[], rounds: number}} options
 */
export async function benchPeers({ sizes, rounds }) {
  const compose = await findCompose();
  if (compose === undefined) say("docker compose is not to be had here: it is left out.");
  await removeAll(family);
  await removeNetworks(family);
  const rows = [];
  for (const size of sizes) rows.push(...(await benchSize(size, rounds, compose)));
  const { Version } = await call("GET", "/version");
  const versions = { engine: Version, ...(compose && { compose: await composeVersion(compose) }) };
  return { rows, versions };
}

async function benchSize(size, rounds, compose) {
  const stack = await createStack(size);
  const cleanUp = () => stack.remove().finally(() => process.exit(130));
  process.once("SIGINT", cleanUp).once("SIGTERM", cleanUp);
  try {
    const peers = peersFor(stack, compose);
    return [
      ...(await firstApply(size, rounds, stack, peers)),
      ...(await withoutChange(size, rounds, stack, peers)),
      ...(await withChange(size, rounds, stack, peers)),
    ];
  } finally {
    process.off("SIGINT", cleanUp).off("SIGTERM", cleanUp);
    await stack.remove();
  }
}

/** The command lines that make things as the stack's files say. */
function peersFor(stack, compose) {
  const hashike = [node, `${root}/packages/cli/dist/bin.js`, "apply", "--quiet", "--network", stack.network];
  const up = ["--project-name", stack.project, "--file", stack.compose, "up", "--detach", "--quiet-pull"];
  return {
    hashike: [...hashike, stack.manifest],
    ...(compose && { "docker compose": [...compose, ...up] }),
  };
}

async function firstApply(size, rounds, stack, peers) {
  say(`First apply of ${size} ...`);
  const all = { ...peers, "bare API": [node, program("create"), stack.bare] };
  const measure = (command) => async () => {
    const ms = await runCommand(command);
    await stack.removeContainers();
    return ms;
  };
  const candidates = Object.entries(all).map(([name, command]) => [name, measure(command)]);
  return rowsOf(`first apply of ${size}`, await inTurn(rounds, Object.fromEntries(candidates)), "bare API");
}

/** One peer's containers at a time, so that everybody lists as many; each is measured beside the floors. */
async function withoutChange(size, rounds, stack, peers) {
  const rows = [];
  for (const [name, command] of Object.entries(peers)) {
    say(`No-op of ${size}, ${name} ...`);
    await runCommand(command);
    const measured = await inTurn(2 * rounds + 1, {
      "empty Node": () => runCommand([node, program("empty")]),
      "four lists in Node": () => runCommand([node, program("list")]),
      [name]: () => runCommand(command),
    });
    rows.push(...rowsOf(`no-op of ${size}, up by ${name}`, measured, "four lists in Node"));
    if (name === "hashike") {
      const [, ...args] = command;
      say(`Peak memory of a no-op of ${size}: ${Math.round(await peakMemory([node, ...args]))} MB`);
    }
    await stack.removeContainers();
  }
  return rows;
}

async function withChange(size, rounds, stack, peers) {
  const took = {};
  const outage = {};
  for (const [name, command] of Object.entries(peers)) {
    say(`Change of one of ${size}, ${name} ...`);
    stack.change("before");
    await runCommand(command);
    const results = [];
    for (let round = 0; round < rounds; round += 1) {
      stack.change(`change-${round}`);
      results.push(await withClient(stack.firstPort, () => runCommand(command)));
    }
    took[name] = results.map(({ ms }) => ms);
    outage[name] = results.map(({ outageMs }) => outageMs);
    await stack.removeContainers();
  }
  stack.change("before");
  const to = "docker compose" in peers ? "docker compose" : "hashike";
  return [
    ...rowsOf(`change of one of ${size}`, took, to),
    ...rowsOf(`outage by a change of one of ${size}`, outage, to),
  ];
}
