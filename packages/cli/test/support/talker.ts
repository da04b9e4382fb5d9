import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export type Protocol = "tcp" | "udp";

/** A connection that stays open until its talker ends. */
export interface Connection {
  /** @returns the line that comes back; rejects when the connection has ended, and never settles when it hangs */
  ask(text: string): Promise<string>;
}

/** A program in a network namespace. */
export interface Talker extends AsyncDisposable {
  readonly pid: number;
  /** Answers every line that comes to a port with itself, after a prefix. */
  echo(protocol: Protocol, port: number, prefix?: string): Promise<void>;
  /** Over UDP, it is a socket that goes on using the same port of its own. */
  connect(protocol: Protocol, host: string, port: number): Promise<Connection>;
}

interface Asked {
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
}

const script = fileURLToPath(new URL("./talker.mjs", import.meta.url));

/** @param within a program with arguments that runs another one in a network namespace, e.g. `unshare --net` */
export function startTalker(...within: readonly string[]): Talker {
  const [program = process.execPath, ...args] = [...within, process.execPath, script];
  // It must have no end of its own: it ends when this process does, however that happens.
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
  const asked = new Map<number, Asked>();
  const isOver = new Promise<void>((resolve) => child.once("close", () => resolve()));
  createInterface(child.stdout).on("line", (line) => {
    const { id, text, error } = JSON.parse(line) as { id: number; text?: string; error?: string };
    if (error === undefined) asked.get(id)?.resolve(text ?? "");
    else asked.get(id)?.reject(new Error(error));
  });
  let count = 0;
  const ask = (request: Readonly<Record<string, unknown>>): Promise<string> => {
    count += 1;
    const id = count;
    child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    return new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
  };
  return {
    pid: child.pid ?? 0,
    echo: async (protocol, port, prefix = "") => {
      await ask({ what: "echo", protocol, port, prefix });
    },
    async connect(protocol, host, port) {
      const connection = count + 1;
      await ask({ what: "connect", connection, protocol, host, port });
      return { ask: (text) => ask({ what: "ask", connection, text }) };
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end();
      await isOver;
    },
  };
}
