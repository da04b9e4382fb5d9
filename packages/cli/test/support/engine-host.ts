import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engine } from "../../../docker-driver/test/support/engine.ts";
import { output, run } from "./hashike.ts";
import { type OwnApp, ownApp } from "./own-app.ts";
import { startRelay } from "./relay.ts";

/** A folder on the engine's host, and what hands do there. */
export interface HostFolder extends AsyncDisposable {
  readonly path: string;
  exists(name: string): Promise<boolean>;
  /** Into the file that is there, or a new one. */
  write(name: string, text: string): Promise<void>;
  /** As editors do: another file in its place. */
  putNew(name: string, text: string): Promise<void>;
}

const image = "hashike-test/busybox:1";

/** Whether the engine has the temporary files that this process has. Asked of it, not told by what Hashike goes by. */
export async function hasOurFiles(): Promise<boolean> {
  const path = mkdtempSync(join(tmpdir(), "hashike-shared-"));
  try {
    const mount = `type=bind,source=${path},target=/shared`;
    return (await run("docker", ["run", "--rm", "--mount", mount, image, "true"])).code === 0;
  } finally {
    rmSync(path, { recursive: true });
  }
}

/** Made and filled by containers, as this process may have other files. @param name of a test's own */
export async function folderOfEngine(name: string): Promise<HostFolder> {
  const inside = (script: string, ...words: readonly string[]) =>
    output("docker", "run", "--rm", "-v", "/tmp:/host", "-w", "/host", image, "sh", "-ec", script, ...words);
  await inside(`mkdir ${name}`);
  const at = (file: string) => `${name}/${file}`;
  return {
    path: `/tmp/${name}`,
    exists: async (file) => (await inside('[ ! -e "$0" ] || echo there', at(file))) !== "",
    write: async (file, text) => void (await inside('printf %s "$1" >"$0"', at(file), text)),
    putNew: async (file, text) =>
      void (await inside('printf %s "$1" >"$0.new" && mv "$0.new" "$0"', at(file), text)),
    [Symbol.asyncDispose]: async () => void (await inside(`rm -r ${name}`)),
  };
}

/**
 * A manifest on the tests' engine as on that of another machine: its files are others than ours, or it is asked by TCP.
 * @param file a short word for the test file
 */
export async function appElsewhere(file: string): Promise<OwnApp> {
  if (!(await hasOurFiles())) return ownApp(file, { env: { DOCKER_HOST: `unix://${engine.socketPath}` } });
  const relay = await startRelay(engine.socketPath, { elsewhere: true });
  const app = await ownApp(file, { env: { DOCKER_HOST: relay.host } });
  return {
    ...app,
    [Symbol.asyncDispose]: async () => {
      await app[Symbol.asyncDispose]();
      await relay[Symbol.asyncDispose]();
    },
  };
}
