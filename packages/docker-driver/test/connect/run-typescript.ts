import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

/**
 * Runs a module in a process of its own, with settings that count only when a process starts, and waits for its end.
 * @param source its imports start from `directory`
 */
export async function runTypeScript(
  source: string,
  directory: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const program = await bundleTypeScript(source, directory);
  return promisify(execFile)(process.execPath, ["--input-type=module", "-e", program], {
    cwd: directory,
    env: { ...process.env, ...env },
  });
}

/** @returns JavaScript; its packages are looked up from where it runs */
export async function bundleTypeScript(source: string, directory: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: directory, loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    packages: "external",
    alias: { "@hashike/core": fileURLToPath(new URL("../../../core/src/index.ts", import.meta.url)) },
  });
  return outputFiles[0]?.text ?? "";
}
