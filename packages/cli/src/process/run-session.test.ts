import { EventEmitter } from "node:events";
import type { ExecOptions, Session } from "@hashike/core";
import { expect, it } from "vitest";
import type { Context } from "./context.ts";
import { runSession } from "./run-session.ts";
import { createOutput } from "./streams.ts";

/** A process on the other side that does what a test says, and what this side did. */
function world({ isTTY = false, input = [] as readonly string[] } = {}) {
  const seen: string[] = [];
  const sink = (name: string) =>
    createOutput({
      write: (data) => seen.push(`${name} ${Buffer.from(data).toString("latin1")}`) > 0,
      on() {},
      once() {},
      columns: 91,
      rows: 33,
    });
  const host = Object.assign(new EventEmitter(), { exit() {} });
  const stdin = {
    isTTY,
    setRawMode: (on: boolean) => seen.push(`raw ${on}`),
    async *[Symbol.asyncIterator]() {
      yield* input;
    },
  };
  const context = {
    signal: new AbortController().signal,
    out: sink("out"),
    err: sink("err"),
    host,
    stdin: () => stdin,
  } as unknown as Context;
  const run = (wishes: { stdin: boolean; tty: boolean }, session: Partial<Session> = {}) => {
    const open = async (options: Partial<ExecOptions>): Promise<Session> => {
      for await (const bytes of options.stdin ?? []) seen.push(`in ${Buffer.from(bytes)}`);
      seen.push(`tty ${options.tty}`);
      return {
        output: (async function* () {})(),
        resize: async ({ columns, rows }) => void seen.push(`size ${columns}x${rows}`),
        exitCode: async () => 0,
        ...session,
      };
    };
    return runSession(open, wishes, context);
  };
  return { seen, host, run };
}

it("passes on bytes as they are, each stream to its own, and gives the exit code", async () => {
  const { run, seen } = world({ input: ["typed"] });
  async function* output() {
    yield { stream: "stdout", bytes: Uint8Array.of(0xff, 0) } as const;
    yield { stream: "stderr", bytes: Buffer.from("oops") } as const;
  }
  const code = await run({ stdin: true, tty: false }, { output: output(), exitCode: async () => 7 });
  expect([code, seen]).toEqual([7, ["in typed", "tty false", "out \xff\0", "err oops"]]);
});

it("a terminal gets its size, each change of it, and is given back also when the session fails", async () => {
  const { run, seen, host } = world({ isTTY: true });
  // biome-ignore lint/correctness/useYield: it fails before it has anything to give
  async function* output() {
    host.emit("SIGWINCH");
    throw new Error("cut");
  }
  await expect(run({ stdin: true, tty: true }, { output: output() })).rejects.toThrow("cut");
  expect(seen).toEqual(["tty true", "size 91x33", "raw true", "size 91x33", "raw false"]);
  expect(host.listenerCount("SIGWINCH")).toBe(0);
});

it("there is no terminal where input is none, as kubectl says, nor without input", async () => {
  const piped = world();
  await piped.run({ stdin: true, tty: true });
  expect(piped.seen).toEqual([
    "err Unable to use a TTY - input is not a terminal or the right kind of file\n",
    "tty false",
  ]);
  const without = world({ isTTY: true });
  await without.run({ stdin: false, tty: true });
  expect(without.seen).toEqual(["tty false"]);
});
