import { type ExecOptions, HashikeError, type Session } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { exitCodeOf } from "../probe/run-exec.ts";
import { talk } from "./talk.ts";

/**
 * Runs a command in a container, and lets others talk to it.
 * @throws HashikeError `NOT_RUNNING`
 */
export async function openExec(
  client: EngineClient,
  { id, name }: { readonly id: string; readonly name: string },
  { command, tty = false, stdin, signal }: ExecOptions,
): Promise<Session> {
  try {
    const { Id } = await client.post<{ readonly Id: string }>(`/containers/${id}/exec`, {
      body: {
        Cmd: command,
        AttachStdin: stdin !== undefined,
        AttachStdout: true,
        AttachStderr: true,
        Tty: tty,
      },
      signal,
    });
    const connection = await client.upgrade(`/exec/${Id}/start`, {
      body: { Detach: false, Tty: tty },
      signal,
    });
    return {
      output: talk(connection, { tty, stdin }),
      resize: ({ columns, rows }) =>
        client.post(`/exec/${Id}/resize`, { query: { w: columns, h: rows }, signal }),
      exitCode: () => exitCodeOf(client, Id, signal),
    };
  } catch (error) {
    throw engineStatus(error) === 409 || engineStatus(error) === 404 ? notRunning(name, error) : error;
  }
}

function notRunning(name: string, cause: unknown): HashikeError {
  return new HashikeError("NOT_RUNNING", `container ${name} does not run: ${engineReason(cause)}`, {
    cause,
    hint: `\`hashike logs ${name}\` tells what it wrote last`,
  });
}
