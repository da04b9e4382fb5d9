import { type ActionOutput, HashikeError, type ProbeSpec } from "@hashike/core";
import { type Asked, askContainer } from "../probe/ask-container.ts";
import { followRuns } from "./follow-runs.ts";
import { type InspectedContainer, inspectContainer } from "./inspect-container.ts";
import { hintFrom, lastLogLines } from "./last-log-lines.ts";
import type { Readiness, ReadyCondition } from "./readiness.ts";
import { showableLine } from "./showable-line.ts";
import type { Waiting } from "./wait-until-completed.ts";

const betweenLooksMs = 1000;
/** So often restarted while it is waited for, it will not get better by itself. */
const mostRestarts = 3;

/** What a wait ended with, when it is not ready. */
interface Failure {
  readonly message: string;
  /** Nothing that another network could change: the command is not there, or cannot be run. */
  readonly isHopeless: boolean;
}

/**
 * Waits until a container is ready, looked at once a second.
 * @param isTolerant not to get ready is an answer, unless it cannot be the network's fault
 * @throws HashikeError `DRIVER_NOT_READY` with its last log lines
 */
export async function waitUntilReady(
  waiting: Waiting,
  condition: ReadyCondition,
  isTolerant: boolean,
): Promise<ActionOutput> {
  const { name, context } = waiting;
  const result = await untilReady(waiting, condition);
  if ("notices" in result) return { ...(isTolerant ? { gave: "ready" } : {}), notices: result.notices };
  const details = await lastLogLines(waiting);
  if (isTolerant && !result.isHopeless && !details.some(isWrongArchitecture)) {
    return { gave: "notReady", notices: [triedInPlace(name, showableLine(result.message, context.secrets))] };
  }
  throw new HashikeError(
    "DRIVER_NOT_READY",
    `container ${name} ${showableLine(result.message, context.secrets)}`,
    { hint: hintFrom(details), details },
  );
}

async function untilReady(
  waiting: Waiting,
  condition: ReadyCondition,
): Promise<Failure | { readonly notices: readonly string[] }> {
  const { client, clock, context, id, name } = waiting;
  const ask = (probe: ProbeSpec): Promise<Asked> =>
    askContainer(probe.handler, probe.timeoutSeconds, { client, id, ...context });
  const look = followRuns(condition, ask, clock);
  const startMs = clock.now();
  const passedSeconds = () => Math.round((clock.now() - startMs) / 1000);
  let restartsBefore: number | undefined;
  let exitCode: number | undefined;
  for (;;) {
    const found = await inspectContainer(client, id, context.signal);
    // While it runs, engines no longer tell what it ended with before.
    if (!found.State.Running || found.State.Restarting) exitCode = found.State.ExitCode;
    restartsBefore ??= found.RestartCount;
    const restarts = found.RestartCount - restartsBefore;
    if (restarts >= mostRestarts) return crashLoop(exitCode, restarts, passedSeconds());
    if (hasEnded(found, client.isPodman)) return ended(found);
    const { readiness, readyMs } = await look(found);
    if (readiness?.state === "startFailed") return neverReady(found, readiness, passedSeconds());
    if (readiness !== undefined && readyMs !== undefined && readyMs >= stayMs(condition, readiness)) {
      return { notices: noticesOf(name, readiness) };
    }
    if (clock.now() - startMs >= condition.timeoutSeconds * 1000) {
      return neverReady(found, readiness, passedSeconds(), restarts === 0 ? undefined : exitCode);
    }
    await clock.sleep(betweenLooksMs, context.signal);
  }
}

/** Somebody who sees an outage should find what led to it. */
function triedInPlace(name: string, why: string): string {
  return (
    `container ${name} ${why}, on a staging network, which has no way out; ` +
    "it is tried in place of the old one, which stops for that"
  );
}

function stayMs({ minReadySeconds }: ReadyCondition, { isTold }: Readiness): number {
  return (minReadySeconds ?? (isTold ? 0 : 1)) * 1000;
}

/** Docker goes from one run to the next without looking ended in between; Podman looks so for a moment. */
function hasEnded({ State, HostConfig: { RestartPolicy } }: InspectedContainer, isPodman: boolean): boolean {
  if (State.Running || State.Restarting || State.Status === "created") return false;
  const comesBack =
    RestartPolicy.Name === "always" || (RestartPolicy.Name === "on-failure" && State.ExitCode !== 0);
  return !isPodman || !comesBack;
}

function ended({ State }: InspectedContainer): Failure {
  const how = State.OOMKilled ? "ran out of memory and ended" : "ended";
  const message = `${how} with exit code ${State.ExitCode} before it was ready`;
  return { message, isHopeless: isCommandAtFault(State) };
}

/** @param exitCode `undefined` when it was running whenever it was looked at */
function crashLoop(exitCode: number | undefined, restarts: number, seconds: number): Failure {
  const last = exitCode === undefined ? "" : `, last exit code ${exitCode}`;
  const message = `restarted ${restarts} times within ${seconds} s${last}`;
  return { message, isHopeless: exitCode !== undefined && isCommandAtFault({ ExitCode: exitCode }) };
}

function neverReady(
  { State }: InspectedContainer,
  readiness: Readiness | undefined,
  seconds: number,
  exitCode?: number,
): Failure {
  const what = readiness?.state === "startFailed" ? "has not started" : "is not ready";
  const before = exitCode === undefined ? "" : `: restarted, last exit code ${exitCode}`;
  const state =
    State.Running && !State.Restarting ? before : `: ${State.Status}, last exit code ${State.ExitCode}`;
  const why = readiness?.reason === undefined ? state : `: ${readiness.reason}`;
  return {
    message: `${what} after ${seconds} s${why}`,
    isHopeless: readiness?.isHopeless === true || (readiness === undefined && isCommandAtFault(State)),
  };
}

/** Shells and engines say by these codes that a program is not there, or cannot be run. */
function isCommandAtFault({ ExitCode }: Pick<InspectedContainer["State"], "ExitCode">): boolean {
  return ExitCode === 126 || ExitCode === 127;
}

function isWrongArchitecture(line: string): boolean {
  return /exec format error/i.test(line);
}

function noticesOf(name: string, { unknown }: Readiness): readonly string[] {
  if (unknown === undefined) return [];
  return [
    `container ${name} counts as ready because it runs: its probe cannot be asked from here (${unknown})`,
  ];
}
