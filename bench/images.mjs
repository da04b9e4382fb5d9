// `npm run bench -- images`: what it costs to bring an image of 501 MB onto an engine, from an archive or a store in S3, and
// to push one to a store: time, bytes and requests to S3, and memory of the whole `hashike` process. Everything it makes
// it removes, also after Ctrl-C.
//   --rounds N    of each variant; default 3
//   --write       puts the results into docs/benchmarks.md
//   --json FILE   writes them as JSON
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { gzip } from "node:zlib";
import { engine } from "../packages/docker-driver/test/support/engine.ts";
import { ownThings } from "../packages/docker-driver/test/support/own-things.ts";
import { startRecordingProxy } from "../packages/s3-source/test/support/recording-proxy.ts";
import { createBucket, server, serverEnv } from "../packages/s3-source/test/support/s3-server.ts";
import { bigArchive, bigLayers } from "./lib/big-image.mjs";
import { describeMachine } from "./lib/describe-machine.mjs";
import { report, toJson, writeReport } from "./lib/image-report.mjs";
import { runHashike } from "./lib/run-hashike.mjs";
import { stopSignal } from "./lib/stop-signal.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    write: { type: "boolean", default: false },
    json: { type: "string" },
  },
});

const signal = stopSignal();
const about = await describeMachine(server.endpoint);
const own = await ownThings("bench");
const bucket = await createBucket();
const folder = mkdtempSync(join(tmpdir(), "hashike-bench-"));
const container = own.name("app");
// With the prefix in it, by which what a killed run has left is found.
const root = `s3://${bucket.name}/${own.prefix}`;
const archived = (file) => `docker-archive+${root}/${file}/${container}:latest`;
const stored = (version) => `oci+${root}/store/${container}:${version}`;

/** What happens before, and what is loaded or pushed. In this order, since each begins where the one before it ended. */
const variants = [
  { name: "cold .tar", load: archived("first.tar"), before: removeImages },
  { name: "unchanged .tar", load: archived("first.tar") },
  { name: "cold push", push: stored("first"), before: emptyStore },
  { name: "1 MB changed .tar (thin)", load: archived("second.tar") },
  { name: "1 MB changed push", push: stored("second") },
  { name: "unchanged push", push: stored("second") },
  { name: "cold .tar.gz", load: archived("first.tar.gz"), before: removeImages },
  { name: "unchanged .tar.gz", load: archived("first.tar.gz") },
  { name: "1 MB changed .tar.gz", load: archived("second.tar.gz") },
  { name: "cold store", load: stored("first"), before: removeImages },
  { name: "unchanged store", load: stored("first") },
  { name: "1 MB changed store (thin)", load: stored("second") },
];

try {
  await removeImages();
  await engine.json("POST", "/networks/create", { Name: own.name("net") });
  await upload();
  const results = variants.map(({ name, push }) => ({ name, isPush: push !== undefined, runs: [] }));
  for (let round = 0; round <= Number(values.rounds); round += 1) {
    console.log(
      round === 0 ? "Counting what goes to and from S3 ..." : `Round ${round} of ${values.rounds} ...`,
    );
    for (const [index, variant] of variants.entries()) await measure(variant, results[index], round === 0);
  }
  console.log(`\n${report(about, results)}`);
  if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(toJson(about, results)));
  if (values.write) console.log(`\nWritten to ${writeReport(about, results, REPOSITORY)}.`);
} catch (error) {
  if (!signal.aborted) throw error;
  process.exitCode = 130;
} finally {
  await cleanUp();
}

async function upload() {
  console.log("Making images of 501 MB ...");
  const { base, newTop } = await bigLayers();
  for (const version of ["first", "second"]) {
    const archive = await bigArchive(`${container}:latest`, own.prefix, [...base, newTop()]);
    for (const [file, pack] of [
      [`${version}.tar`, (bytes) => bytes],
      [`${version}.tar.gz`, (bytes) => promisify(gzip)(bytes, { level: 1 })],
    ]) {
      const body = await pack(archive);
      signal.throwIfAborted();
      await bucket.put(`${own.prefix}/${file}`, body);
    }
  }
}

/** The first round goes through a proxy that counts, and is not timed: the proxy takes part of the time. */
async function measure({ load, push, before }, result, isCounted) {
  signal.throwIfAborted();
  await before?.();
  const args =
    push === undefined
      ? ["apply", "-o", "json", "--network", own.name("net"), manifest(load)]
      : ["image", "push", "-o", "json", `${container}:latest`, push];
  // A temporary file of a process that was killed goes with the folder.
  const env = { ...serverEnv, DOCKER_HOST: `unix://${engine.socketPath}`, TMPDIR: folder };
  if (!isCounted) {
    result.runs.push(await runHashike(args, env, signal));
    return;
  }
  await using proxy = await startRecordingProxy(server.endpoint);
  await runHashike(args, { ...env, AWS_ENDPOINT_URL_S3: proxy.endpoint }, signal);
  const sum = (key) => proxy.requests.reduce((total, request) => total + request[key], 0);
  result.requests = proxy.requests.length;
  result.bytes = sum("bytes");
  result.uploaded = sum("uploaded");
}

function manifest(image) {
  const file = join(folder, "manifest.json");
  const spec = { terminationGracePeriodSeconds: 0, containers: [{ name: container, image }] };
  const metadata = { namespace: "bench", name: own.name("bench") };
  writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "Hashike", metadata, spec }));
  return file;
}

function emptyStore() {
  return bucket.empty(`${own.prefix}/store/`);
}

/** Also those whose name a later one has taken, and those of a run that was killed. */
async function removeImages() {
  await engine.json("DELETE", `/containers/${container}?force=1`);
  const filters = encodeURIComponent(JSON.stringify({ label: ["hashike.bench"] }));
  for (const { Id } of await engine.json("GET", `/images/json?filters=${filters}`))
    await engine.json("DELETE", `/images/${Id}?force=1`);
}

/** What cannot be removed keeps nothing else. */
async function cleanUp() {
  for (const remove of [
    removeImages,
    own.removeAll,
    () => bucket[Symbol.asyncDispose](),
    () => rmSync(folder, { recursive: true, force: true }),
  ]) {
    try {
      await remove();
    } catch (error) {
      process.exitCode = 1;
      console.error(`This stays: ${error.message}`);
    }
  }
}
