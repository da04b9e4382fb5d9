// Brings TCP addresses of the host into a network namespace that cannot reach them, through Unix sockets in a folder that
// both sides see. Inside: `node relay.mjs inside FOLDER HOST:PORT …`.
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * The host's end.
 * @param {string} address host:port that is meant
 * @param {string} folder of the sockets
 * @returns {Promise<() => void>} ends it
 */
export function relayOut(address, folder) {
  return relay({ path: socketFor(address, folder) }, hostAndPort(address));
}

function relay(from, to) {
  const server = createServer((near) => {
    const far = connect(to);
    near.on("error", () => far.destroy());
    far.on("error", () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  });
  return new Promise((resolve, reject) => {
    server.on("error", reject);
    server.listen(from, () => resolve(() => server.close()));
  });
}

const socketFor = (address, folder) => join(folder, `to-${hostAndPort(address).port}.sock`);

function hostAndPort(address) {
  const { hostname: host, port } = new URL(`tcp://${address}`);
  return { host, port: Number(port) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , , folder, ...addresses] = process.argv;
  for (const address of addresses) {
    const { port } = hostAndPort(address);
    await relay({ host: "127.0.0.1", port }, { path: socketFor(address, folder) });
  }
}
