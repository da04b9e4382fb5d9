import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { demultiplex } from "../logs/demultiplex.ts";
import { splitLines } from "../logs/split-lines.ts";

export interface ExecResult {
  readonly exitCode: number;
  /**
   * The last lines that it wrote, as they are: standard output, then standard error. The engine does not keep the
   * order of the two (seen on 20.10), and what went wrong is looked for at the end.
   */
  readonly lines: readonly string[];
}

const keptLines = 20;

/**
 * Runs a command in a container to its end.
 * When the signal aborts, nobody waits for it any more; it runs on, as the engine cannot end it.
 * @throws EngineError when the container is gone or does not run; `signal.reason` when aborted
 */
export async function runExec(
  client: EngineClient,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ExecResult> {
  const { Id } = await client.post<{ readonly Id: string }>(`/containers/${id}/exec`, {
    body: { Cmd: command, AttachStdout: true, AttachStderr: true },
    signal,
  });
  const written: Record<"stdout" | "stderr", string[]> = { stdout: [], stderr: [] };
  try {
    const output = await client.stream(`/exec/${Id}/start`, {
      method: "POST",
      body: { Detach: false, Tty: false },
      signal,
    });
    for await (const { stream, text } of splitLines(demultiplex(output))) {
      const lines = written[stream];
      lines.push(text);
      if (lines.length > keptLines) lines.shift();
    }
  } catch (error) {
    // Podman refuses to start what is not there; Docker tells by the exit code.
    if (!isMissingProgram(error)) throw error;
    return { exitCode: 127, lines: [engineReason(error)] };
  }
  const lines = [...written.stdout, ...written.stderr].slice(-keptLines);
  return { exitCode: await exitCodeOf(client, Id, signal), lines };
}

function isMissingProgram(error: unknown): boolean {
  return (
    engineStatus(error) !== undefined &&
    /executable file|no such file|permission denied/i.test(engineReason(error))
  );
}

/** Its output ends a moment before the engine knows its exit code. */
export async function exitCodeOf(
  client: EngineClient,
  execId: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await client.get<{
      readonly Running: boolean;
      readonly ExitCode: number | null;
    }>(`/exec/${execId}/json`, { signal });
    if (!Running && ExitCode !== null) return ExitCode;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
