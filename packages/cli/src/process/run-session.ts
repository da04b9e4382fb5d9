import type { Session, SessionOptions } from "@hashike/core";
import type { Context } from "./context.ts";
import { exitCode } from "./exit-codes.ts";
import { type InputStream, sizeOf } from "./streams.ts";

export interface SessionWishes {
  readonly stdin: boolean;
  readonly tty: boolean;
}

/**
 * Connects a process in a container with the streams of this one, until it ends.
 * @param open begins it; whether it has a terminal was settled by then
 * @returns its exit code
 */
export async function runSession(
  open: (options: SessionOptions & { readonly tty: boolean }) => Promise<Session>,
  wishes: SessionWishes,
  context: Context,
): Promise<number> {
  const { out, err } = context;
  const input = wishes.stdin ? context.stdin() : undefined;
  // As kubectl: without input there is nothing that a terminal would be for.
  const tty = wishes.tty && input?.isTTY === true;
  if (wishes.tty && input !== undefined && !tty) {
    err.write("Unable to use a TTY - input is not a terminal or the right kind of file\n");
  }
  const signal = AbortSignal.any([context.signal, out.closed]);
  const session = await open({ tty, stdin: input === undefined ? undefined : bytesOf(input), signal });
  const leave = tty && input !== undefined ? enterTerminal(input, session, context) : undefined;
  try {
    for await (const { stream, bytes } of session.output) {
      const output = stream === "stdout" ? out : err;
      output.write(bytes);
      await output.drained();
    }
    return await session.exitCode();
  } catch (error) {
    if (out.closed.aborted) return exitCode.done;
    throw error;
  } finally {
    leave?.();
  }
}

/** @returns what gives the terminal back */
function enterTerminal(input: InputStream, session: Session, { out, host }: Context): () => void {
  // A terminal that keeps another size is no reason to end.
  const resize = () => void session.resize(sizeOf(out.stream)).catch(() => {});
  resize();
  host.on("SIGWINCH", resize);
  input.setRawMode?.(true);
  return () => {
    host.off("SIGWINCH", resize);
    input.setRawMode?.(false);
  };
}

async function* bytesOf(input: InputStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of input) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
