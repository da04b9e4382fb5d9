import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { address, family } from "./engine.mjs";

/**
 * A socket that passes everything on to the engine, but shows only containers whose names begin with a prefix: the
 * original takes every container with the label `hashike` for its own, and removes what its manifest does not name.
 * @param {string} prefix
 * @returns {Promise<{host: string, close: () => void}>} `host`: for DOCKER_HOST
 */
export async function startFence(prefix) {
  const folder = mkdtempSync(join(tmpdir(), family));
  const socketPath = join(folder, "engine.sock");
  const server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const path = fenced(incoming.url, prefix);
    const passedOn = request({ ...address, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passedOn.on("error", () => outgoing.destroy());
    incoming.pipe(passedOn);
  });
  await new Promise((resolve) => server.listen(socketPath, resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true, force: true });
  };
  return { host: `unix://${socketPath}`, close };
}

function fenced(path, prefix) {
  const url = new URL(path, "http://engine");
  if (!url.pathname.endsWith("/containers/json")) return path;
  const filters = JSON.parse(url.searchParams.get("filters") ?? "{}");
  url.searchParams.set("filters", JSON.stringify({ ...filters, name: [`^/${prefix}`] }));
  return `${url.pathname}${url.search}`;
}
