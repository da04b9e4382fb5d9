// `npm run bench:images`: what it costs to bring an image of 501 MB from an archive in S3 onto an engine: time, bytes
// and requests to S3, and memory of the whole `hashike` process. Everything it makes it removes.
//   --rounds N    of each variant; default 3
//   --write       puts the results into docs/benchmarks.md
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { gzip } from "node:zlib";
import { engine } from "../packages/docker-driver/test/support/engine.ts";
import { ownThings } from "../packages/docker-driver/test/support/own-things.ts";
import { startRecordingProxy } from "../packages/s3-source/test/support/recording-proxy.ts";
import { createBucket, server, serverEnv } from "../packages/s3-source/test/support/s3-server.ts";
import { bigArchive, bigLayers } from "./lib/big-image.mjs";
import { report, writeReport } from "./lib/image-report.mjs";
import { runHashike } from "./lib/run-hashike.mjs";

const { values } = parseArgs({
  options: { rounds: { type: "string", default: "3" }, write: { type: "boolean", default: false } },
});

/** What happens before, and what is loaded. In this order, since each begins where the one before it ended. */
const variants = [
  { name: "cold .tar", archive: "first.tar", fromNothing: true },
  { name: "unchanged .tar", archive: "first.tar" },
  { name: "1 MB changed .tar (thin)", archive: "second.tar" },
  { name: "cold .tar.gz", archive: "first.tar.gz", fromNothing: true },
  { name: "unchanged .tar.gz", archive: "first.tar.gz" },
  { name: "1 MB changed .tar.gz", archive: "second.tar.gz" },
];

const own = await ownThings("bench");
const bucket = await createBucket();
const folder = mkdtempSync(join(tmpdir(), "hashike-bench-"));
const container = own.name("app");
process.once("SIGINT", () => cleanUp().finally(() => process.exit(130)));
try {
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
  await upload();
  const results = variants.map(({ name }) => ({ name, runs: [] }));
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    console.log(round === 0 ? "Counting what is read ..." : `Round ${round} of ${values.rounds} ...`);
    for (const [index, variant] of variants.entries()) await measure(variant, results[index], round === 0);
  }
  const about = await describeMachine();
  console.log(`\n${report(about, results)}`);
  if (values.write) console.log(`\nWritten to ${writeReport(about, results, REPOSITORY)}.`);
} finally {
  await cleanUp();
}

async function upload() {
  console.log("Making images of 501 MB ...");
  const { base, newTop } = await bigLayers();
  for (const version of ["first", "second"]) {
    const archive = await bigArchive(`${container}:latest`, own.prefix, [...base, newTop()]);
    await bucket.put(key(`${version}.tar`), archive);
    await bucket.put(key(`${version}.tar.gz`), await promisify(gzip)(archive, { level: 1 }));
  }
}

/** The first round goes through a proxy that counts, and is not timed: the proxy takes part of the time. */
async function measure({ archive, fromNothing }, result, isCounted) {
  if (fromNothing) await removeImages();
  const args = ["apply", "-o", "json", "--network", own.name("net"), manifest(archive)];
  const env = { ...serverEnv, DOCKER_HOST: `unix://${engine.socketPath}` };
  if (!isCounted) {
    result.runs.push(await runHashike(args, env));
    return;
  }
  await using proxy = await startRecordingProxy(server.endpoint);
  await runHashike(args, { ...env, AWS_ENDPOINT_URL_S3: proxy.endpoint });
  result.requests = proxy.requests.length;
  result.bytes = proxy.requests.reduce((sum, request) => sum + request.bytes, 0);
}

/** With the prefix in it, by which what a killed run has left is found. */
function key(archive) {
  return `${own.prefix}/${archive}`;
}

function manifest(archive) {
  const file = join(folder, "manifest.json");
  const image = `docker-archive+s3://${bucket.name}/${key(archive)}/${container}:latest`;
  const spec = { terminationGracePeriodSeconds: 0, containers: [{ name: container, image }] };
  const metadata = { namespace: "bench", name: own.name("bench") };
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "Hashike", metadata, spec }));
  return file;
}

/** Also those whose name a later one has taken. */
async function removeImages() {
  await engine.json("DELETE", `/containers/${container}?force=1`);
  const filters = encodeURIComponent(JSON.stringify({ label: [`hashike.bench=${own.prefix}`] }));
  for (const { Id } of await engine.json("GET", `/images/json?filters=${filters}`))
    await engine.json("DELETE", `/images/${Id}?force=1`);
}

async function cleanUp() {
  await removeImages();
  await own.removeAll();
  await bucket[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
}

async function describeMachine() {
  const { Version } = await engine.json("GET", "/version");
  const { Driver, OperatingSystem } = await engine.json("GET", "/info");
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} x ${cpus()[0]?.model ?? "CPU"}, ${Math.round(totalmem() / 2 ** 30)} GB, ${OperatingSystem}`,
    node: process.version,
    engine: `Docker Engine ${Version}, ${Driver}`,
    s3: await describeServer(),
  };
}

/** Swift tells what it is; the others do not. */
async function describeServer() {
  const answer = await fetch(new URL("/info", server.endpoint)).catch(() => undefined);
  const about = answer?.ok ? await answer.json().catch(() => ({})) : {};
  return about.swift
    ? `OpenStack Swift ${about.swift.version} on the same machine`
    : new URL(server.endpoint).host;
}
