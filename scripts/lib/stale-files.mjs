import { existsSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { runs } from "./process.mjs";

/**
 * Removes what an engine that was killed left behind and the next one would trip over: dockerd refuses to start when
 * the process of its pid file is there, even when that is another program by now or dead and not waited for, and it waits
 * in vain for a containerd of which only a pid file or a socket is left.
 */
export async function clearStaleFiles() {
  removeStalePidFile("/var/run/docker.pid", "dockerd");
  removeStalePidFile("/var/run/docker/containerd/containerd.pid", "containerd");
  await removeDeadSocket("/run/containerd/containerd.sock");
}

function removeStalePidFile(pidFile, program) {
  if (!existsSync(pidFile)) return;
  if (!runs(readFileSync(pidFile, "utf8").trim(), program)) rmSync(pidFile);
}

function removeDeadSocket(path) {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.on("connect", () => resolve(socket.destroy()));
    socket.on("error", (error) => {
      if (error.code === "ECONNREFUSED") rmSync(path);
      resolve();
    });
  });
}
