import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const hashikeBin = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly done: Promise<Ran>;
  /** What it has printed so far. */
  readonly stdout: () => string;
  readonly signal: (name: NodeJS.Signals) => void;
}

export interface RunOptions {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The engine that all tests use, for the command and for `docker`. */
const socket = process.env.HASHIKE_TEST_SOCKET;
const onTestEngine = socket ? { DOCKER_HOST: `unix://${socket}` } : {};

/** Runs the built command line as a user does, without a terminal. */
export function hashike(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return start(process.execPath, [hashikeBin, ...args], options).done;
}

/** As {@link hashike}, for a run that is to get a signal. */
export function startHashike(args: readonly string[], options: RunOptions = {}): Running {
  return start(process.execPath, [hashikeBin, ...args], options);
}

/** Runs any program to its end; a code other than 0 is the caller's to judge. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return start(program, args, options).done;
}

function start(program: string, args: readonly string[], options: RunOptions): Running {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { ...process.env, ...onTestEngine, LC_ALL: "C.UTF-8", NO_COLOR: "1", ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  // A program that ends without reading its input is no fault of the test.
  child.stdin.on("error", () => {});
  child.stdin.end(options.stdin ?? "");
  const done = new Promise<Ran>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { done, stdout: () => stdout, signal: (name) => child.kill(name) };
}

/** Runs a program that must succeed. @returns what it printed, without the last line end */
export async function output(program: string, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")}: exit code ${code}\n${stderr}`);
  return stdout.trimEnd();
}
