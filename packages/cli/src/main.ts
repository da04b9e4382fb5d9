import { keepCompiled } from "./process/compile-cache.ts";
import type { Host } from "./process/interrupt.ts";
import { processMs } from "./process/process-ms.ts";
import { createOutput, type Streams } from "./process/streams.ts";
import { version } from "./process/version.ts";

/**
 * Runs one command line. Nothing is printed but to the given streams, and the process is not ended: whoever calls
 * this exits with what it returns.
 * @param argv without the names of node and of the script
 * @returns the exit code
 */
export async function main(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  streams: Streams,
  host: Host & { cwd(): string },
): Promise<number> {
  const beganMs = processMs();
  const out = createOutput(streams.stdout);
  // Before anything else is even loaded: scripts ask for it all the time.
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    out.write(`${version}\n`);
    return 0;
  }
  const err = createOutput(streams.stderr);
  const cwd = currentFolder(host);
  if (cwd === undefined) {
    err.write("error: the current folder does not exist any more\nhint: change to another folder\n");
    return 1;
  }
  keepCompiled(env);
  const { runProgram } = await import("./program.ts");
  return runProgram(argv, { env, cwd, stdin: () => streams.stdin, out, err, host, beganMs });
}

/** It can be removed below a shell that stands in it. */
function currentFolder(host: { cwd(): string }): string | undefined {
  try {
    return host.cwd();
  } catch {
    return undefined;
  }
}
