import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { tempDir, writeProgram } from "./temp-dir.ts";

export interface FakeSsh {
  /** A PATH where `ssh` is the fake one, and nothing else is. */
  readonly env: { readonly PATH: string };
  /** The arguments of each call so far. */
  readonly calls: () => Promise<readonly (readonly string[])[]>;
}

/** An `ssh` that connects its standard streams to a Unix socket, as `docker system dial-stdio` on a host does. */
export function fakeSshTo(socketPath: string): Promise<FakeSsh> {
  return fakeSsh(`
    const socket = require("node:net").connect(${JSON.stringify(socketPath)});
    process.stdin.pipe(socket).pipe(process.stdout);
  `);
}

/** @param source a CommonJS program to run in its place */
export async function fakeSsh(source: string): Promise<FakeSsh> {
  const dir = tempDir();
  const log = join(dir, "calls");
  const record = `require("node:fs").appendFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)) + "\\n");`;
  await writeProgram(dir, "ssh", `${record}\n${source}`);
  return {
    env: { PATH: dir },
    calls: async () => {
      const text = await readFile(log, "utf8").catch(() => "");
      return text
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    },
  };
}
