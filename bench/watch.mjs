import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "../scripts/lib/paths.mjs";
import { childEnv, mustRun, run } from "../scripts/lib/run.mjs";
import { followEvents } from "./lib/follow-events.mjs";
import { rowsOf } from "./lib/report.mjs";

const prefix = "hkbench-watch";
const names = ["web", "store", "slow"].map((name) => `${prefix}-${name}`);
const [web, store, slow] = names;
/** Longer than a container has to be left in peace for its next disturbance to be its first. */
const peaceMs = 25_000;

const loop = "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done";
const container = (name, command, more = "") =>
  `  - {name: ${name}, image: "hashike-test/busybox:1", command: [sh, -c, "${command}"]${more}}\n`;
const manifest = `apiVersion: v1
kind: Hashike
metadata: {name: ${prefix}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
${container(web, loop)}${container(store, loop)}${container(slow, `sleep 5; touch /ready; ${loop}`, ", readinessProbe: {exec: {command: [test, -e, /ready]}}")}`;

/** How long a container is away while Hashike watches: from the engine's event of its end to that of its start. */
export async function benchWatch({ rounds }) {
  const folder = mkdtempSync(join(tmpdir(), "hkbench-"));
  const file = join(folder, "app.yml");
  writeFileSync(file, manifest);
  await clear();
  const events = followEvents();
  const bin = `${root}/packages/cli/dist/bin.js`;
  const words = [bin, "watch", file, "--network", prefix, "--interval", "1h", "--quiet"];
  await mustRun("docker", ["network", "create", prefix]);
  const begunMs = Date.now();
  const watching = spawn(process.execPath, words, {
    env: childEnv({}),
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    for (const name of names) await events.next(name, "start", begunMs);
    const all = [];
    for (let round = 0; round < rounds; round += 1) all.push(await oneRound(events));
    const measured = Object.fromEntries(
      Object.keys(all[0]).map((what) => [what, all.map((round) => round[what])]),
    );
    return { rows: rowsOf("away, watched", measured, "removed, all being quiet") };
  } finally {
    watching.kill("SIGTERM");
    await new Promise((resolve) => watching.once("exit", resolve));
    events.stop();
    await clear();
    rmSync(folder, { recursive: true });
  }
}

async function oneRound(events) {
  const away = async (command, name, end) => {
    const ended = events.next(name, end);
    await mustRun("docker", [...command, name]);
    const endedMs = await ended;
    return (await events.next(name, "start", endedMs)) - endedMs;
  };
  const remove = (name) => away(["rm", "--force"], name, "destroy");
  const kill = (name) => away(["kill"], name, "die");

  await sleep(peaceMs);
  const first = await remove(web);
  const another = await kill(store);
  const again = await kill(store);
  await sleep(peaceMs);
  await remove(slow);
  const beside = await kill(web);
  return {
    "removed, all being quiet": first,
    "killed when another one is just back": another,
    "killed when it is just back itself": again,
    "killed while another one becomes ready": beside,
  };
}

async function clear() {
  for (const name of names) await run("docker", ["rm", "--force", name]);
  await run("docker", ["network", "rm", prefix]);
}
