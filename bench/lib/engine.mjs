import http from "node:http";

const dockerHost = process.env.DOCKER_HOST || "unix:///var/run/docker.sock";
const address = dockerHost.startsWith("unix://")
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

/** Everything of the benches on the engine is named so, and nothing else. */
export const family = "hkbench-";

/** Removes containers and networks whose names begin with a prefix: also what a run that was killed left. */
export async function removeAll(prefix) {
  const containers = await call("GET", "/containers/json?all=1");
  const own = containers.filter(({ Names }) => Names.some((name) => name.startsWith(`/${prefix}`)));
  await each(own, 8, ({ Id }) => call("DELETE", `/containers/${Id}?force=1&v=1`));
  return own.length;
}

export async function removeNetworks(prefix) {
  const networks = (await call("GET", "/networks")).filter(({ Name }) => Name.startsWith(prefix));
  for (const { Id } of networks) await call("DELETE", `/networks/${Id}`);
}
