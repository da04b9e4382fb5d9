import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { hasApt, install, isRoot, missingFor, unpack } from "./apt.mjs";
import { startInBackground } from "./background.mjs";
import { cache, root } from "./paths.mjs";
import { childEnv } from "./run.mjs";
import { Stop, say } from "./say.mjs";

const program = `${root}/scripts/lib/s3-server/swift_s3.py`;
const folder = `${cache}/s3-server`;
const swift = `${cache}/debian/swift`;

// Swift's own modules are compiled for the system's Python, whichever other one comes first on the PATH.
const python = "/usr/bin/python3";

/** As swift_s3.py sets them up. */
const credentials = { accessKeyId: "test:tester", secretAccessKey: "testing", region: "us-east-1" };

/**
 * Makes sure that a server with the S3 API answers, one that checks signatures: Swift from Debian's packages, or the
 * reader's own, named by HASHIKE_TEST_S3_ENDPOINT, HASHIKE_TEST_S3_KEY and HASHIKE_TEST_S3_SECRET.
 * @returns {Promise<{endpoint: string, accessKeyId: string, secretAccessKey: string, region: string} | undefined>}
 *   undefined when there is none and none can be had
 */
export async function ensureS3Server() {
  const own = ownServer();
  if (own) return own;
  const running = endpoint();
  if (running && (await answers(running))) return { endpoint: running, ...credentials };
  if (!hasApt()) return undefined;
  await ensureSwift();
  return { endpoint: await start(), ...credentials };
}

/** How tests and benchmarks are told of it. */
export function s3Env({ endpoint, accessKeyId, secretAccessKey, region }) {
  return {
    HASHIKE_TEST_S3_ENDPOINT: endpoint,
    HASHIKE_TEST_S3_KEY: accessKeyId,
    HASHIKE_TEST_S3_SECRET: secretAccessKey,
    HASHIKE_TEST_S3_REGION: region,
  };
}

function ownServer() {
  const env = process.env;
  if (!env.HASHIKE_TEST_S3_ENDPOINT) return undefined;
  return {
    endpoint: env.HASHIKE_TEST_S3_ENDPOINT,
    accessKeyId: env.HASHIKE_TEST_S3_KEY ?? "",
    secretAccessKey: env.HASHIKE_TEST_S3_SECRET ?? "",
    region: env.HASHIKE_TEST_S3_REGION ?? "us-east-1",
  };
}

async function ensureSwift() {
  if (!existsSync(python)) {
    if (!isRoot()) throw new Stop("the S3 server for the tests needs Python.", "apt install python3");
    await install(["python3"]);
  }
  if (existsSync(swift)) return;
  say("Fetching OpenStack Swift from Debian ...");
  const servers = ["swift-proxy", "swift-account", "swift-container", "swift-object"];
  const needed = await missingFor(servers);
  // The rest (uwsgi, rsync, rsyslog, ...) is for running it as a service.
  await unpack(
    needed.filter((name) => /^(python3-|swift|lib)/.test(name)),
    swift,
  );
}

/** Begins with nothing stored: what tests that were killed left behind is of no use to anybody. */
async function start() {
  say("Starting an S3 server for the tests; it stays when this is done ...");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const failure = await startInBackground(python, [program, folder], {
    name: "s3-server",
    seconds: 30,
    env: childEnv({
      PYTHONPATH: `${swift}/usr/lib/python3/dist-packages`,
      PYTHONDONTWRITEBYTECODE: "1",
      LD_LIBRARY_PATH: libraryFolders().join(":"),
    }),
    answers: async () => endpoint() !== undefined && (await answers(endpoint())),
  });
  if (failure) throw new Stop(`the S3 server does not start: ${failure}`);
  return endpoint();
}

/** Debian keeps libraries in a folder for each architecture: usr/lib/x86_64-linux-gnu. */
function libraryFolders() {
  const lib = `${swift}/usr/lib`;
  return readdirSync(lib)
    .filter((name) => name.endsWith("-linux-gnu"))
    .map((name) => `${lib}/${name}`);
}

/** @returns {string | undefined} where the server that was started last listens, or did */
function endpoint() {
  const file = `${folder}/endpoint`;
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

/** Swift gives every answer, also a refusal, a transaction's number. */
async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000) });
    return response.headers.has("x-trans-id");
  } catch {
    return false;
  }
}
