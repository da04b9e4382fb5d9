import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { hasApt, isRoot } from "../apt.mjs";
import { createEngine } from "../engine-api.mjs";
import { cache, root as repository } from "../paths.mjs";
import { runs } from "../process.mjs";
import { childEnv, onPath } from "../run.mjs";
import { Stop } from "../say.mjs";
import { waitFor } from "../wait-for.mjs";
import { engineCommand } from "./commands.mjs";
import { relayOut } from "./relay.mjs";
import { ensureEngineRoot } from "./root.mjs";

const here = `${repository}/scripts/lib/other-engine`;

/** @returns {string | undefined} why this machine cannot run another engine beside its own */
export function whyNoOtherEngine() {
  if (process.platform !== "linux" || !hasApt()) return "its packages are Debian's, and there is no apt here";
  if (!isRoot()) return "only root may start it";
  const missing = ["unshare", "nsenter"].find((program) => !onPath(program));
  return missing && `there is no ${missing} here (Debian's package util-linux)`;
}

/**
 * Starts another engine beside the machine's own, in namespaces of its own. It has networks of its own, a world outside
 * them, a way to some addresses of this machine, and shares no folder but that of temporary files. It ends with `stop`, and
 * when this process ends, however.
 * @param {import("./engines.mjs").OtherEngine} which
 * @param {{store: string, registry: string, addresses?: readonly string[]}} options `addresses`: host:port, reached as here
 * @returns {Promise<RunningEngine>}
 * @typedef {{engine: ReturnType<typeof createEngine>, socketPath: string, control: string, network: string, outside: string, stop: () => Promise<void>}} RunningEngine
 *   `control`: a pipe by which it can be restarted, see engine.sh; `network`, `outside`: network namespaces for nsenter, the
 *   one in which published ports are on 127.0.0.1, and the other, where the engine is 10.98.0.1 and fd98::1
 */
export async function startOtherEngine(which, { store, registry, addresses = [] }) {
  const { root } = await ensureEngineRoot(which);
  const run = runFolder(`${which.name}-${store}`);
  const data = `${cache}/engines/${which.name}-${store}`;
  const socketPath = join(run, "engine.sock");
  const engine = createEngine(`unix://${socketPath}`);
  await clearLeftovers(run);
  mkdirSync(run, { mode: 0o700 });
  const { command, files } = engineCommand({ kind: which.kind, name: basename(run), data, store, registry });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(run, file), text);

  const relayed = [registry, ...addresses];
  const relays = await Promise.all(relayed.map((address) => relayOut(address, run)));
  const helpers = [process.execPath, `${here}/relay.mjs`, relayed.join(" ")];
  const args = [`${here}/world.sh`, root, run, data, ...helpers, ...command];
  // Detached: Ctrl-C is for us, and the end of our side of its standard input is what ends it.
  const child = spawn("unshare", ["--net", "--mount", "--fork", "--kill-child", "sh", ...args], {
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
    env: childEnv(),
  });
  if (child.pid) writeFileSync(pidFile(run), String(child.pid));
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    complaints += text;
  });
  const ended = new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`));
  });
  child.stdin.on("error", () => {}); // It has ended by itself.

  const stop = async () => {
    child.stdin.end();
    // With it the kernel ends all that it runs.
    const late = setTimeout(() => child.kill("SIGKILL"), 60_000);
    await ended;
    clearTimeout(late);
    for (const endRelay of relays) endRelay();
    rmSync(run, { recursive: true, force: true });
  };
  let end;
  ended.then((how) => {
    end = how;
  });
  const isUp = await waitFor(async () => end || !(await engine.whyNot()), { seconds: 60 });
  if (isUp && !end) {
    const network = namespaceOf(readFileSync(join(run, "inside.pid"), "utf8").trim());
    return {
      engine,
      socketPath,
      control: join(run, "control"),
      network,
      outside: namespaceOf(child.pid),
      stop,
    };
  }
  const log = [complaints, logOf(run)].join("\n").trim();
  await stop();
  throw new Stop(
    `the engine ${which.name} does not start: ${end ?? "no answer after 60 s"}. The end of its log:\n${log}`,
  );
}

const namespaceOf = (pid) => `/proc/${pid}/ns/net`;

/** Short, as a socket's path may have 107 characters only; of this clone and engine alone. */
function runFolder(name) {
  const id = createHash("sha256").update(repository).digest("hex").slice(0, 10);
  return join(tmpdir(), `hashike-engine-${id}-${name}`);
}

const pidFile = (run) => join(run, "pid");

/** One whose owner was killed is about to end. What was killed itself leaves its folder. */
async function clearLeftovers(run) {
  if (!existsSync(run)) return;
  const pid = existsSync(pidFile(run)) ? readFileSync(pidFile(run), "utf8") : "";
  if (!(await waitFor(() => !runs(pid, "unshare"), { seconds: 20 }))) {
    throw new Stop(
      `another run in this clone uses the engine in ${run}.`,
      "Wait for it to end, then run this again.",
    );
  }
  rmSync(run, { recursive: true, force: true });
}

function logOf(run) {
  const file = join(run, "engine.log");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "";
}
