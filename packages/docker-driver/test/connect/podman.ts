import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { tempDir, writeIn } from "./temp-dir.ts";

/**
 * Starts Podman's service with a storage of its own.
 * @param insecure registries that it reaches without TLS
 * @returns its socket
 * @throws when podman (Debian's package of that name) is not installed
 */
export async function startPodman(insecure: readonly string[] = []): Promise<string> {
  const dir = tempDir();
  const socketPath = join(dir, "podman.sock");
  const registries = insecure.map((location) => `[[registry]]\nlocation = "${location}"\ninsecure = true\n`);
  const config = await writeIn(dir, "registries.conf", registries.join("\n"));
  const storage = ["--root", join(dir, "root"), "--runroot", join(dir, "run"), "--storage-driver", "vfs"];
  const service = spawn("podman", [...storage, "system", "service", "--time=0", `unix://${socketPath}`], {
    env: { ...process.env, CONTAINERS_REGISTRIES_CONF: config },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  service.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const failed = once(service, "error").then(([error]) => error);
  const ended = Promise.race([once(service, "exit"), failed]);
  onTestFinished(async () => {
    service.kill();
    await ended;
    rmSync(dir, { recursive: true, force: true });
  });
  const started = vi.waitUntil(() => existsSync(socketPath), { timeout: 30_000 });
  await Promise.race([
    started,
    ended.then((reason) => Promise.reject(new Error(`podman did not start: ${reason}\n${stderr}`))),
  ]);
  return socketPath;
}
