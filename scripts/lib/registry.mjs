import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hasApt, unpack } from "./apt.mjs";
import { startInBackground } from "./background.mjs";
import { cache } from "./paths.mjs";
import { pidOn } from "./port-holder.mjs";
import { runs } from "./process.mjs";
import { onPath } from "./run.mjs";
import { Stop, say } from "./say.mjs";
import { waitFor } from "./wait-for.mjs";

/** Engines take a registry on the loopback interface without TLS, so this name works in `docker pull` as it is. */
const defaultAddress = "localhost:5055";

const folder = `${cache}/registry`;

/** Where the registry is, or would be: HASHIKE_TEST_REGISTRY names one of the reader's own. */
const registryAddress = () => process.env.HASHIKE_TEST_REGISTRY || defaultAddress;

/**
 * Makes sure that a registry answers, which engines started here ask first for Docker Hub's names, and in which tests
 * keep images of their own.
 * @returns {Promise<string | undefined>} its address; undefined when there is none and none can be had
 */
export async function ensureRegistry() {
  const address = registryAddress();
  const found = await whatAnswers(address);
  if (found === "registry" && !(await endWithoutFolder(address))) return address;
  if (found === "something else") {
    throw new Stop(
      `the address ${address} is taken by something that is not a registry.`,
      "Name a free one, for example: HASHIKE_TEST_REGISTRY=localhost:5056",
    );
  }
  const program = await findRegistryProgram();
  if (!program) return undefined;
  say(`Starting a registry for the images at ${address}; it stays when this is done ...`);
  await start(program, address);
  return address;
}

/**
 * Ends a registry that was started here, or in another clone, and whose folder is gone (`git clean`, `rm -rf`): it
 * answers, but has nothing, and would make the folder anew where it was.
 * @returns {Promise<boolean>} whether it did
 */
async function endWithoutFolder(address) {
  const pid = pidOn(portOf(address));
  if (!pid || !runs(pid, "docker-registry")) return false;
  const [, command, config] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  if (command !== "serve" || !config?.endsWith("/.cache/registry/config.json") || existsSync(config))
    return false;
  say(`The registry at ${address} has lost its folder, which held ${config}. Ending it ...`);
  process.kill(Number(pid));
  if (await waitFor(async () => (await whatAnswers(address)) === "nothing", { seconds: 10 })) return true;
  throw new Stop(`the registry at ${address} has lost its folder and does not end.`, `Run: kill -9 ${pid}`);
}

async function start(program, address) {
  const config = `${folder}/config.json`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(config, JSON.stringify(configuration(address), null, 2));
  const answers = async () => (await whatAnswers(address)) === "registry";
  const failure = await startInBackground(program, ["serve", config], {
    name: "registry",
    seconds: 20,
    answers,
  });
  if (failure) throw new Stop(`the registry does not start: ${failure}`);
}

/**
 * JSON is YAML, which the registry reads. No cache of what is stored: the folder may vanish below a running registry
 * (`git clean`), and it must not claim to have what is gone.
 */
function configuration(address) {
  const port = portOf(address);
  return {
    version: "0.1",
    log: { level: "warn", accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: `${folder}/data` }, delete: { enabled: true } },
    http: { addr: `127.0.0.1:${port}` },
  };
}

const portOf = (address) => Number(new URL(`http://${address}`).port);

/**
 * The installed program, else Debian's, unpacked and not installed: its package would start a service.
 * @returns {Promise<string | undefined>} undefined where none can be had
 */
export async function findRegistryProgram() {
  if (onPath("docker-registry")) return "docker-registry";
  const unpacked = `${cache}/debian/docker-registry`;
  const program = `${unpacked}/usr/bin/docker-registry`;
  if (existsSync(program)) return program;
  if (!hasApt()) return undefined;
  say("Fetching docker-registry from Debian ...");
  await unpack(["docker-registry"], unpacked);
  return program;
}

/** @returns {Promise<"registry" | "something else" | "nothing">} */
async function whatAnswers(address) {
  try {
    const response = await fetch(`http://${address}/v2/`, { signal: AbortSignal.timeout(3000) });
    return response.headers.has("docker-distribution-api-version") ? "registry" : "something else";
  } catch {
    return "nothing";
  }
}
