// Brings a TCP address of the host into a network namespace that has nothing but its loopback interface, through a
// Unix socket, which both sides see. Inside: `node relay.mjs inside HOST:PORT SOCKET`.
import { connect, createServer } from "node:net";
import { pathToFileURL } from "node:url";

/**
 * The host's end.
 * @param {string} address host:port that is meant
 * @param {string} socketPath where it is to be had
 * @returns {Promise<() => void>} ends it
 */
export function relayOut(address, socketPath) {
  return relay({ path: socketPath }, hostAndPort(address));
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

function hostAndPort(address) {
  const { hostname: host, port } = new URL(`tcp://${address}`);
  return { host, port: Number(port) };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [, , , address, socketPath] = process.argv;
  const { port } = hostAndPort(address);
  await relay({ host: "127.0.0.1", port }, { path: socketPath });
}
