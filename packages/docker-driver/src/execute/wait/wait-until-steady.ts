import { HashikeError, type WaitCondition } from "@hashike/core";
import { type InspectedContainer, inspectContainer } from "../calls/inspect-container.ts";
import { runOf } from "./follow-runs.ts";
import { hintFrom, lastLogLines } from "./last-log-lines.ts";
import type { Waiting } from "./waiting.ts";

const betweenLooksMs = 1000;

/**
 * Waits until a container has run for some seconds in a row, looked at once a second.
 * @throws HashikeError `DRIVER_NOT_READY` with its last log lines, after `timeoutSeconds`
 */
export async function waitUntilSteady(
  waiting: Waiting,
  { seconds, timeoutSeconds }: Extract<WaitCondition, { kind: "steady" }>,
): Promise<void> {
  const { client, clock, context, id, name } = waiting;
  const startMs = clock.now();
  let run: { readonly of: string; readonly sinceMs: number } | undefined;
  for (;;) {
    const found = await inspectContainer(client, id, context.signal);
    const nowMs = clock.now();
    const current = runOf(found);
    if (current === undefined) run = undefined;
    else if (run?.of !== current) run = { of: current, sinceMs: nowMs };
    // The looks are a second apart at least, so a run is never counted longer than it was.
    if (run !== undefined && nowMs - run.sinceMs >= seconds * 1000) return;
    if (nowMs - startMs >= timeoutSeconds * 1000) {
      const details = await lastLogLines(waiting);
      throw new HashikeError(
        "DRIVER_NOT_READY",
        `container ${name} ${describe(found, seconds, timeoutSeconds)}`,
        { hint: hintFrom(details), details },
      );
    }
    await clock.sleep(betweenLooksMs, context.signal);
  }
}

function describe(
  { State, RestartCount }: InspectedContainer,
  seconds: number,
  timeoutSeconds: number,
): string {
  const restarts = RestartCount === 0 ? "" : `, restarted ${RestartCount} times`;
  const code = State.Running && !State.Restarting ? "" : `, last exit code ${State.ExitCode}`;
  return `did not stay up for ${seconds} seconds within ${timeoutSeconds} seconds (${State.Status}${restarts}${code})`;
}
