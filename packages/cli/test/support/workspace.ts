import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The command as it is built and shipped. */
export const bin = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));
export const testDriver = fileURLToPath(new URL("./test-driver.mjs", import.meta.url));

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with all of standard output so far, whenever there is more. */
  readonly onStdout?: (stdout: string, kill: (signal: NodeJS.Signals) => void) => void;
  readonly onStderr?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** A folder of its own for one test, with the command to run in it. */
export interface Workspace extends AsyncDisposable {
  readonly folder: string;
  write(name: string, text: string): Promise<void>;
  read(name: string): Promise<string>;
  run(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** The same with the test driver, whose engine lasts as long as the workspace. */
  engine(args: readonly string[], options?: RunOptions): Promise<Run>;
  /** What goes otherwise than well on the engine from now on, by action id. */
  script(script: Readonly<Record<string, unknown>>): Promise<void>;
}

export async function createWorkspace(): Promise<Workspace> {
  const folder = await mkdtemp(join(tmpdir(), "hashike-cli-"));
  const engineFile = join(folder, ".engine.json");
  await writeFile(engineFile, "{}");
  const run = (args: readonly string[], options: RunOptions = {}) =>
    runHashike(args, folder, engineFile, options);
  return {
    folder,
    run,
    engine: (args, options) => run([...args, "--driver", testDriver], options),
    read: (name) => readFile(join(folder, name), "utf8"),
    async write(name, text) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    },
    async script(script) {
      const engine = JSON.parse(await readFile(engineFile, "utf8")) as object;
      await writeFile(engineFile, JSON.stringify({ ...engine, script }));
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

function runHashike(
  args: readonly string[],
  cwd: string,
  engineFile: string,
  { input, env, onStdout, onStderr }: RunOptions,
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], {
      cwd,
      env: { PATH: process.env.PATH, LANG: "C.UTF-8", HASHIKE_TEST_ENGINE: engineFile, ...env },
    });
    let stdout = "";
    let stderr = "";
    const kill = (signal: NodeJS.Signals) => void child.kill(signal);
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      onStdout?.(stdout, kill);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onStderr?.(stderr, kill);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input ?? "");
  });
}
