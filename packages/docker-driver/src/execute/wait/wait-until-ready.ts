import { type ActionOutput, type ContainerSpec, HashikeError, type ProbeSpec } from "@hashike/core";
import { type Asked, askContainer } from "../../probe/ask-container.ts";
import { type InspectedContainer, inspectContainer } from "../calls/inspect-container.ts";
import { showableLine } from "../failures/showable-line.ts";
import { followRuns } from "./follow-runs.ts";
import { hintFrom, lastLogLines } from "./last-log-lines.ts";
import type { Readiness, ReadyCondition } from "./readiness.ts";
import type { Waiting } from "./waiting.ts";

const betweenLooksMs = 1000;
/** So often restarted while it is waited for, it will not get better by itself. */
const mostRestarts = 3;

/** For one that the engine does not start again by itself. */
export interface StartingAgain {
  readonly policy: ContainerSpec["restartPolicy"];
  readonly start: () => Promise<unknown>;
}

/**
 * Waits until a container is ready, looked at once a second.
 * @throws HashikeError `DRIVER_NOT_READY` with its last log lines
 */
export async function waitUntilReady(
  waiting: Waiting,
  condition: ReadyCondition,
  again?: StartingAgain,
): Promise<ActionOutput> {
  const { name, context } = waiting;
  const result = await untilReady(waiting, condition, again);
  if (typeof result !== "string") return result;
  const details = await lastLogLines(waiting);
  throw new HashikeError("DRIVER_NOT_READY", `container ${name} ${showableLine(result, context.secrets)}`, {
    hint: hintFrom(details),
    details,
  });
}

/** @returns a text that says what it ended with, when it is not ready */
async function untilReady(
  waiting: Waiting,
  condition: ReadyCondition,
  again: StartingAgain | undefined,
): Promise<string | { readonly notices: readonly string[] }> {
  const { client, clock, context, id, name } = waiting;
  const ask = (probe: ProbeSpec): Promise<Asked> =>
    askContainer(probe.handler, probe.timeoutSeconds, { client, id, ...context });
  const look = followRuns(condition, ask, clock);
  const startMs = clock.now();
  const passedSeconds = () => Math.round((clock.now() - startMs) / 1000);
  const restarts = countRestarts();
  const areTooMany = () =>
    restarts.count() >= mostRestarts && passedSeconds() >= (condition.settleSeconds ?? 0);
  for (;;) {
    const found = await inspectContainer(client, id, context.signal);
    restarts.look(found);
    if (hasEnded(found, client.isPodman)) {
      const result = await startAgain(found, again, restarts, areTooMany);
      if (result !== undefined) return result;
    }
    if (areTooMany()) return crashLoop(restarts, passedSeconds());
    const { readiness, readyMs } = await look(found);
    if (readiness?.state === "startFailed") return neverReady(found, readiness, passedSeconds(), restarts);
    if (readiness !== undefined && readyMs !== undefined && readyMs >= stayMs(condition, readiness)) {
      return { notices: noticesOf(name, readiness) };
    }
    if (clock.now() - startMs >= condition.timeoutSeconds * 1000) {
      return neverReady(found, readiness, passedSeconds(), restarts);
    }
    await clock.sleep(betweenLooksMs, context.signal);
  }
}

/** @returns what the wait ends with; nothing when it goes on */
async function startAgain(
  found: InspectedContainer,
  again: StartingAgain | undefined,
  restarts: Restarts,
  areTooMany: () => boolean,
): Promise<string | { readonly notices: readonly string[] } | undefined> {
  if (hasDoneItsWork(found, again)) return { notices: [] };
  if (again === undefined || !isStartedAgain(found, again)) return ended(found);
  restarts.add();
  if (!areTooMany()) await again.start();
  return undefined;
}

/** A job ends with 0 and stays so. */
function hasDoneItsWork(
  { State, HostConfig: { RestartPolicy } }: InspectedContainer,
  again: StartingAgain | undefined,
): boolean {
  const isMeantToStay = again === undefined ? staysUp(RestartPolicy.Name) : staysUp(again.policy);
  return State.Status === "exited" && State.ExitCode === 0 && !isMeantToStay;
}

function isStartedAgain({ State }: InspectedContainer, { policy }: StartingAgain): boolean {
  return staysUp(policy) || (policy === "OnFailure" && State.ExitCode !== 0);
}

/** @param policy in words of ours or of the engine */
function staysUp(policy: string): boolean {
  return ["Always", "always", "UnlessStopped", "unless-stopped"].includes(policy);
}

function stayMs({ minReadySeconds }: ReadyCondition, { isTold }: Readiness): number {
  return (minReadySeconds ?? (isTold ? 0 : 1)) * 1000;
}

/** Docker goes from one run to the next without looking ended in between; Podman looks so for a moment. */
function hasEnded({ State, HostConfig: { RestartPolicy } }: InspectedContainer, isPodman: boolean): boolean {
  if (State.Running || State.Restarting || State.Status === "created") return false;
  const comesBack =
    staysUp(RestartPolicy.Name) || (RestartPolicy.Name === "on-failure" && State.ExitCode !== 0);
  return !isPodman || !comesBack;
}

function ended({ State }: InspectedContainer): string {
  const how = State.OOMKilled ? "ran out of memory and ended" : "ended";
  return `${how} with exit code ${State.ExitCode} before it was ready`;
}

function crashLoop({ count, exitCode }: Restarts, seconds: number): string {
  const last = exitCode() === undefined ? "" : `, last exit code ${exitCode()}`;
  return `restarted ${count()} times within ${seconds} s${last}`;
}

function neverReady(
  { State }: InspectedContainer,
  readiness: Readiness | undefined,
  seconds: number,
  { count, exitCode }: Restarts,
): string {
  const what = readiness?.state === "startFailed" ? "has not started" : "is not ready";
  const isRestarted = count() > 0 && exitCode() !== undefined;
  const before = isRestarted ? `: restarted, last exit code ${exitCode()}` : "";
  const state =
    State.Running && !State.Restarting ? before : `: ${State.Status}, last exit code ${State.ExitCode}`;
  const why = readiness?.reason === undefined ? state : `: ${readiness.reason}`;
  return `${what} after ${seconds} s${why}`;
}

interface Restarts {
  readonly look: (found: InspectedContainer) => void;
  /** One that the wait itself does. */
  readonly add: () => void;
  /** Since the first look. */
  readonly count: () => number;
  /** Of the last run; `undefined` when it was running whenever it was looked at. */
  readonly exitCode: () => number | undefined;
}

function countRestarts(): Restarts {
  let before: number | undefined;
  let byEngine = 0;
  let own = 0;
  let exitCode: number | undefined;
  return {
    look: ({ RestartCount, State }) => {
      // While it runs, engines no longer tell what it ended with before.
      if (!State.Running || State.Restarting) exitCode = State.ExitCode;
      before ??= RestartCount;
      byEngine = RestartCount - before;
    },
    add: () => {
      own += 1;
    },
    count: () => byEngine + own,
    exitCode: () => exitCode,
  };
}

function noticesOf(name: string, { unknown }: Readiness): readonly string[] {
  if (unknown === undefined) return [];
  return [
    `container ${name} counts as ready because it runs: its probe cannot be asked from here (${unknown})`,
  ];
}
