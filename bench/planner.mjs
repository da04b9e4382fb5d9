import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { plannerTargetLines } from "./lib/planner-targets.mjs";
import { rowsOfRounds } from "./lib/report.mjs";
import { inTurn } from "./lib/rounds.mjs";
import { processorTime } from "./lib/run-command.mjs";

const program = fileURLToPath(new URL("programs/plan.mjs", import.meta.url));
const empty = fileURLToPath(new URL("programs/empty.mjs", import.meta.url));
const run = promisify(execFile);

/** What is measured of which situation, and the numbers of containers, of which the first is what is compared with. */
const situations = [
  {
    situation: "unchanged",
    counts: [100, 1000],
    stages: {
      "parse and validate": "parse and validate",
      "desired state": "desired state",
      "first plan": "plan without change",
      "plan again": "plan without change, again",
    },
  },
  {
    situation: "new",
    counts: [100, 1000],
    stages: {
      "first plan": "plan of all new",
      "plan again": "plan of all new, again",
      runner: "apply of all new, without an engine",
    },
  },
  {
    situation: "replaced",
    counts: [100, 1000],
    stages: {
      "first plan": "plan of all replaced",
      "plan again": "plan of all replaced, again",
      "atomic plan": "plan of all replaced, atomic, again",
      runner: "apply of all replaced, without an engine",
    },
  },
];

/**
 * Core alone, each time in a process of its own: what a command does is done for the first time, *again* is what a
 * process does that has done it before. In processor time, which what else runs on the machine changes least.
 */
export async function benchPlanner({ rounds }) {
  const rows = [];
  const emptyNode = {};
  for (const { situation, counts, stages } of situations) {
    const nameOf = (count) => `${count.toLocaleString("en")} containers`;
    const candidates = counts.map((count) => [nameOf(count), () => runProgram(situation, count)]);
    const measured = await inTurn(rounds, {
      ...Object.fromEntries(candidates),
      "empty Node": () => processorTime([process.execPath, empty]),
    });
    for (const [stage, what] of Object.entries(stages)) {
      const times = counts.map((count) => [
        nameOf(count),
        measured[nameOf(count)].map((took) => took[stage]),
      ]);
      rows.push(...rowsOfRounds(what, Object.fromEntries(times), nameOf(counts[0])));
      emptyNode[what] = measured["empty Node"];
    }
  }
  return { rows, targets: plannerTargetLines(rows, emptyNode) };
}

async function runProgram(situation, count) {
  const { stdout } = await run(process.execPath, ["--expose-gc", program, situation, String(count)]);
  return JSON.parse(stdout);
}
