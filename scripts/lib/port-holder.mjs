import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";

/** Whether nothing listens on a TCP port of this machine. */
export function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on("error", () => resolve(false));
    server.listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
  });
}

/**
 * The process that listens on a TCP port, as far as the kernel lets us see: root sees all of Linux's.
 * @returns {string | undefined} such as "nginx (process 4711)"
 */
export function holderOf(port) {
  try {
    const pid = pidOn(port);
    return pid && `${readFileSync(`/proc/${pid}/comm`, "utf8").trim()} (process ${pid})`;
  } catch {
    return undefined; // Gone meanwhile.
  }
}

/** @returns {string | undefined} the number of the process that listens on a TCP port, as far as the kernel lets us see */
export function pidOn(port) {
  try {
    const sockets = new Set(listeningInodes(port).map((inode) => `socket:[${inode}]`));
    return readdirSync("/proc").find((name) => /^\d+$/.test(name) && holdsOneOf(name, sockets));
  } catch {
    return undefined; // No /proc to read.
  }
}

/** Lines of /proc/net/tcp: number, local address:port in hex, remote, state (0A is listening), ..., inode as tenth. */
function listeningInodes(port) {
  const hexPort = port.toString(16).toUpperCase().padStart(4, "0");
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readFileSync(file, "utf8").trim().split("\n"),
  );
  const fields = lines.map((line) => line.trim().split(/\s+/));
  return fields
    .filter(([, local, , state]) => state === "0A" && local.endsWith(`:${hexPort}`))
    .map((line) => line[9]);
}

function holdsOneOf(pid, sockets) {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    return false; // Gone meanwhile, or another user's.
  }
}
