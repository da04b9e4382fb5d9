import http from "node:http";
import { Stop } from "./say.mjs";

/**
 * A small client for the Docker Engine API: enough for the set-up, which cannot lean on packages it has yet to install.
 * @param {string} dockerHost as in DOCKER_HOST: `unix:///path` or `tcp://host:port`
 */
export function createEngine(dockerHost) {
  const address = parseAddress(dockerHost);

  /** @returns {Promise<{status: number, text: string, bytes: Buffer}>} rejects only when there is no answer at all */
  function request(method, path, { body, headers = {}, timeoutMs = 0 } = {}) {
    return new Promise((resolve, reject) => {
      const length = body ? { "content-length": Buffer.byteLength(body) } : {};
      const options = { ...address, method, path, headers: { ...length, ...headers }, timeout: timeoutMs };
      const sent = http.request(options, (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: response.statusCode, text: bytes.toString("utf8"), bytes });
        });
        response.on("error", reject);
      });
      sent.on("timeout", () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      sent.on("error", reject);
      sent.end(body);
    });
  }

  return {
    dockerHost,

    /** @returns {Promise<Error | undefined>} why the engine does not answer, or undefined when it does */
    async whyNot() {
      try {
        const { status } = await request("GET", "/_ping", { timeoutMs: 3000 });
        return status === 200 ? undefined : new Error(`it answers with HTTP ${status}`);
      } catch (error) {
        return error;
      }
    },

    async version() {
      return JSON.parse((await request("GET", "/version")).text);
    },

    /** @returns {Promise<string[]>} the registries asked before Docker Hub, such as "http://localhost:5055/" */
    async mirrors() {
      return JSON.parse((await request("GET", "/info")).text).RegistryConfig.Mirrors ?? [];
    },

    /** @returns {Promise<string>} what keeps its images, such as "overlay2" or "containerd" */
    async imageStore() {
      const { Driver, DriverStatus } = JSON.parse((await request("GET", "/info")).text);
      const isContainerd = DriverStatus?.some(([, value]) => value === "io.containerd.snapshotter.v1");
      return isContainerd ? "containerd" : Driver;
    },

    async containers() {
      return JSON.parse((await request("GET", "/containers/json")).text);
    },

    /** @returns what `docker image inspect` shows, or undefined when there is no such image */
    async image(name) {
      const { status, text } = await request("GET", `/images/${name}/json`);
      return status === 200 ? JSON.parse(text) : undefined;
    },

    /** @returns {Promise<string | undefined>} why the image could not be pulled, or undefined when it was */
    async pull(name) {
      const [, repository, tag] = /^(.+):([^:/]+)$/.exec(name);
      const path = `/images/create?fromImage=${encodeURIComponent(repository)}&tag=${tag}`;
      const { status, text } = await request("POST", path);
      return status === 200 ? errorInProgress(text) : text.trim();
    },

    /** @returns {Promise<Buffer>} an image as a `docker save` archive */
    async save(name) {
      const { status, text, bytes } = await request("GET", `/images/${name}/get`);
      if (status !== 200) throw new Stop(`the engine does not give ${name}: ${text.trim()}`);
      return bytes;
    },

    /** Puts the images of a `docker save` archive into the engine. */
    async load(archive) {
      const headers = { "content-type": "application/x-tar" };
      const { status, text } = await request("POST", "/images/load?quiet=1", { body: archive, headers });
      const failure = status === 200 ? errorInProgress(text) : text.trim();
      if (failure) throw new Stop(`the engine did not take an image: ${failure}`);
    },
  };
}

function parseAddress(dockerHost) {
  if (dockerHost.startsWith("unix://")) return { socketPath: dockerHost.slice("unix://".length) };
  const url = URL.canParse(dockerHost) ? new URL(dockerHost) : undefined;
  if (url?.protocol === "tcp:" && url.port) return { host: url.hostname, port: Number(url.port) };
  throw new Stop(
    `DOCKER_HOST is ${dockerHost}, which these scripts do not understand.`,
    "Set it to unix:///path/to/docker.sock or tcp://host:port, or unset it.",
  );
}

/** A pull or load answers 200 before it begins; how it went stands in the lines that follow, one JSON object each. */
function errorInProgress(text) {
  const lines = text.split("\n").filter((line) => line.trim());
  return lines.map((line) => JSON.parse(line).error).find((error) => error);
}
