import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hasApt, isRoot } from "../apt.mjs";
import { createEngine } from "../engine-api.mjs";
import { root as repository } from "../paths.mjs";
import { runs } from "../process.mjs";
import { childEnv, onPath } from "../run.mjs";
import { Stop } from "../say.mjs";
import { waitFor } from "../wait-for.mjs";
import { relayOut } from "./relay.mjs";
import { ensureEngineRoot } from "./root.mjs";

const here = `${repository}/scripts/lib/newer-engine`;

/** @returns {string | undefined} why this machine cannot run a newer engine beside its own */
export function whyNoNewerEngine() {
  if (process.platform !== "linux" || !hasApt()) return "its packages are Debian's, and there is no apt here";
  if (!isRoot()) return "only root may start it";
  if (!onPath("unshare")) return "there is no unshare here (Debian's package util-linux)";
  return undefined;
}

/**
 * Starts a newer Docker Engine beside the machine's own, in namespaces of its own: it has no network but a way to the
 * registry, and shares no folder but the one of its socket. It ends with `stop`, and when this process ends, however.
 * @param {{store: "graph" | "containerd", registry: string}} options
 * @returns {Promise<NewerEngine>}
 * @typedef {{engine: ReturnType<typeof createEngine>, socketPath: string, control: string, stop: () => Promise<void>}} NewerEngine
 *   `control`: a pipe by which it can be restarted, see start.sh
 */
export async function startNewerEngine({ store, registry }) {
  const { root } = await ensureEngineRoot();
  const run = runFolder(store);
  const socketPath = join(run, "engine.sock");
  const engine = createEngine(`unix://${socketPath}`);
  await clearLeftovers(run);
  mkdirSync(run, { mode: 0o700 });
  writeFileSync(join(run, "daemon.json"), JSON.stringify(configuration(store)));

  const endRelay = await relayOut(registry, join(run, "registry.sock"));
  const namespaces = ["--mount", "--net", "--pid", "--fork", "--kill-child"];
  const args = [`${here}/start.sh`, root, run, store, registry, process.execPath, `${here}/relay.mjs`];
  // Detached: Ctrl-C is for us, and the end of our side of its standard input is what ends it.
  const child = spawn("unshare", [...namespaces, "sh", ...args], {
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
    await ended;
    endRelay();
    rmSync(run, { recursive: true, force: true });
  };
  let end;
  ended.then((how) => {
    end = how;
  });
  const isUp = await waitFor(async () => end || !(await engine.whyNot()), { seconds: 60 });
  if (isUp && !end) return { engine, socketPath, control: join(run, "control"), stop };
  const log = [complaints, logOf(run)].join("\n").trim();
  await stop();
  throw new Stop(
    `the newer engine does not start: ${end ?? "no answer after 60 s"}. The end of its log:\n${log}`,
  );
}

/** Short, as a socket's path may have 107 characters only; of this clone and store alone. */
function runFolder(store) {
  const id = createHash("sha256").update(repository).digest("hex").slice(0, 10);
  return join(tmpdir(), `hashike-engine-${id}-${store}`);
}

function configuration(store) {
  return {
    hosts: ["unix:///run/hashike/engine.sock"],
    "data-root": `/data/${store}`,
    "cgroup-parent": `/hashike-${store}`,
    // It is alone in its network namespace. In the machine's own this would take away docker0.
    bridge: "none",
    iptables: false,
    ip6tables: false,
    features: { "containerd-snapshotter": store === "containerd" },
  };
}

const pidFile = (run) => join(run, "pid");

/** One whose owner was killed is about to end. What was killed itself leaves its folder. */
async function clearLeftovers(run) {
  if (!existsSync(run)) return;
  const pid = existsSync(pidFile(run)) ? readFileSync(pidFile(run), "utf8") : "";
  if (!(await waitFor(() => !runs(pid, "unshare"), { seconds: 20 }))) {
    throw new Stop(
      `another run in this clone uses the newer engine in ${run}.`,
      "Wait for it to end, then run this again.",
    );
  }
  rmSync(run, { recursive: true, force: true });
}

function logOf(run) {
  const file = join(run, "dockerd.log");
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n") : "";
}
