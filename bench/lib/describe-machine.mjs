import { cpus, loadavg, totalmem } from "node:os";
import { engine } from "../../packages/docker-driver/test/support/engine.ts";

/**
 * What results of images are worthless without; to be called before anything is measured.
 * @param {string} endpoint of the S3 server
 * @returns {Promise<Record<string, string>>}
 */
export async function describeMachine(endpoint) {
  const { Version } = await engine.json("GET", "/version");
  const { Driver, OperatingSystem } = await engine.json("GET", "/info");
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? "CPU"}, ${Math.round(totalmem() / 2 ** 30)} GB, ${OperatingSystem}`,
    node: process.version,
    engine: `Docker Engine ${Version}, ${Driver}`,
    s3: await describeServer(endpoint),
    load: describeLoad(),
  };
}

/** Others' work: the benchmark's own has not begun. */
function describeLoad() {
  const [load = 0] = loadavg();
  const words = load > cpus().length / 2 ? "**busy with other work**" : "quiet";
  return `${words} when this began: load average ${load.toFixed(1)}`;
}

/** Swift tells what it is; the others do not. */
async function describeServer(endpoint) {
  const answer = await fetch(new URL("/info", endpoint)).catch(() => undefined);
  const about = answer?.ok ? await answer.json().catch(() => ({})) : {};
  return about.swift ? `OpenStack Swift ${about.swift.version} on the same machine` : new URL(endpoint).host;
}
