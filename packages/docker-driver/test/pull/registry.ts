import { spawn } from "node:child_process";
import { once } from "node:events";
import { onTestFinished, vi } from "vitest";
import { tempDir, writeIn } from "../connect/temp-dir.ts";
import { freePort } from "../support/own-things.ts";

// `npm test` names the one that it has unpacked.
const program = process.env.HASHIKE_TEST_REGISTRY_PROGRAM ?? "docker-registry";

/** The only user of a private registry. */
export const user = { username: "puller", password: "pull-secret" } as const;
const htpasswd = "puller:$2y$05$xGqIWI3sypmjeg3xoRx9Tejfzq.bnuhVLTNYJns.IW9kdIEzghm7C\n";

/**
 * Starts a registry of the test's own, without TLS.
 * @param isPrivate only {@link user} may read and write
 * @returns its address, `127.0.0.1:PORT`
 */
export async function startRegistry({ isPrivate }: { readonly isPrivate: boolean }): Promise<string> {
  const dir = tempDir();
  const address = `127.0.0.1:${await freePort()}`;
  const users = await writeIn(dir, "htpasswd", htpasswd);
  const config = await writeIn(dir, "config.yml", {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: `${dir}/data` } },
    http: { addr: address },
    ...(isPrivate ? { auth: { htpasswd: { realm: "test", path: users } } } : {}),
  });
  const server = spawn(program, ["serve", config], { stdio: "ignore" });
  const ended = Promise.race([once(server, "exit"), once(server, "error")]);
  onTestFinished(async () => {
    server.kill();
    await ended;
  });
  const answers = () =>
    fetch(`http://${address}/v2/`).then(
      () => true,
      () => false,
    );
  await Promise.race([
    vi.waitUntil(answers, { timeout: 20_000 }),
    ended.then(([reason]) => Promise.reject(new Error(`docker-registry did not start: ${reason}`))),
  ]);
  return address;
}
