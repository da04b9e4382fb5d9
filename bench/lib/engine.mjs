import http from "node:http";
import { waitFor } from "../../scripts/lib/wait-for.mjs";

const dockerHost = process.env.DOCKER_HOST || "unix:///var/run/docker.sock";
/** Where the engine is, for a request's options. */
export const address = dockerHost.startsWith("unix://")
  ? { socketPath: dockerHost.slice("unix://".length) }
  : { host: new URL(dockerHost).hostname, port: new URL(dockerHost).port };

/** One call of the Engine API, with nothing around it: the limit of what anybody can reach. */
export function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined
        ? {}
        : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
    const request = http.request({ ...address, method, path, headers }, (response) => {
      let answer = "";
      response.setEncoding("utf8").on("data", (chunk) => {
        answer += chunk;
      });
      response.on("end", () => {
        if (response.statusCode >= 400)
          reject(new Error(`${method} ${path}: ${response.statusCode} ${answer}`));
        else resolve(answer === "" ? undefined : JSON.parse(answer));
      });
    });
    request.on("error", reject);
    request.end(text);
  });
}

/** Does something for each of many, a few at a time. */
export async function each(list, atOnce, work) {
  const queue = list.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

/** Everything of the benches on the engine is named so, and nothing else. What follows is the process that made it. */
export const family = "hkbench-";

/** Whether something was made by a bench that still runs: perhaps another one than this. */
function isOfAnother(name) {
  const maker = Number(new RegExp(`^/?${family}(\\d+)-`).exec(name)?.[1]);
  if (Number.isNaN(maker) || maker === process.pid) return false;
  try {
    return process.kill(maker, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Removes what benches that were killed have left. */
export async function removeLeftOvers() {
  await removeAll(family);
  await removeNetworks(family);
}

/**
 * Removes containers whose names begin with a prefix: also what a run that was killed left.
 * @returns {Promise<number>} how many were there
 */
export async function removeAll(prefix) {
  const containers = await call("GET", "/containers/json?all=1");
  const own = containers.filter(({ Names }) =>
    Names.some((name) => name.startsWith(`/${prefix}`) && !isOfAnother(name)),
  );
  // One that somebody else is removing at this moment is gone soon, too.
  await each(own, 8, ({ Id }) => call("DELETE", `/containers/${Id}?force=1&v=1`).catch(() => {}));
  return own.length;
}

/** The engine lets go of a removed container's endpoint a little later than of the container. */
export async function removeNetworks(prefix) {
  const networks = (await call("GET", "/networks")).filter(
    ({ Name }) => Name.startsWith(prefix) && !isOfAnother(Name),
  );
  for (const { Id } of networks) {
    const isGone = () =>
      call("DELETE", `/networks/${Id}`).then(
        () => true,
        () => false,
      );
    await waitFor(isGone, { seconds: 20 });
  }
}
