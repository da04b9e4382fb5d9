import { HashikeError } from "@hashike/core";
import { type InspectedContainer, inspectContainer } from "../calls/inspect-container.ts";
import { lastLogLines } from "./last-log-lines.ts";
import type { Waiting } from "./waiting.ts";

/**
 * Waits until an init container has ended for good.
 * @throws HashikeError `DRIVER_INIT_FAILED` with its last log lines, when it did not end with 0
 */
export async function waitUntilCompleted(waiting: Waiting): Promise<void> {
  const ended = await untilEnded(waiting);
  const { ExitCode } = ended.State;
  if (ExitCode === 0) return;
  throw new HashikeError("DRIVER_INIT_FAILED", `init container ${waiting.name} ${describeEnd(ended)}`, {
    hint: hintFor(ended, waiting.name),
    details: await lastLogLines(waiting),
  });
}

/** The engine's wait returns at each end, also when a retry follows. */
async function untilEnded(waiting: Waiting): Promise<InspectedContainer> {
  const { client, context, id } = waiting;
  for (;;) {
    await client.post(`/containers/${id}/wait`, {
      query: { condition: "not-running" },
      signal: context.signal,
    });
    const found = await inspectContainer(client, id, context.signal);
    if (isUp(found)) continue;
    if (!client.isPodman || !(await isRestartedByPodman(waiting, found))) return found;
  }
}

/** Docker goes from one try to the next without looking ended in between; Podman's retry starts a moment later. */
async function isRestartedByPodman(
  { client, clock, context, id }: Waiting,
  { State, RestartCount, HostConfig: { RestartPolicy } }: InspectedContainer,
): Promise<boolean> {
  const mayRetry = RestartPolicy.Name === "on-failure" && RestartCount < RestartPolicy.MaximumRetryCount;
  if (State.ExitCode === 0 || !mayRetry) return false;
  for (let looks = 0; looks < 20; looks++) {
    await clock.sleep(100, context.signal);
    const now = await inspectContainer(client, id, context.signal);
    if (isUp(now) || now.RestartCount > RestartCount) return true;
  }
  return false;
}

function isUp({ State }: InspectedContainer): boolean {
  return State.Running || State.Restarting;
}

function describeEnd(ended: InspectedContainer): string {
  const { State, RestartCount, HostConfig } = ended;
  const tries = RestartCount === 0 ? "" : ` (${RestartCount + 1} tries)`;
  const sure = State.OOMKilled ? "" : "probably ";
  const how = lackedMemory(ended) ? `${sure}ran out of memory${limit(HostConfig.Memory)} and ` : "";
  return `${how}exited with code ${State.ExitCode}${tries}`;
}

/** Of the first process of a container that ends by it, an engine does not always hear: the code of SIGKILL tells, too. */
function lackedMemory({ State, HostConfig }: InspectedContainer): boolean {
  return State.OOMKilled || (State.ExitCode === killed && HostConfig.Memory > 0);
}

/** 128 and the number of SIGKILL. */
const killed = 137;

function limit(bytes: number): string {
  return bytes === 0 ? "" : ` (limit ${Math.round(bytes / 1024 / 1024)} MiB)`;
}

function hintFor(ended: InspectedContainer, name: string): string {
  if (lackedMemory(ended)) return "Raise resources.limits.memory, or make it need less";
  return `Find out why from its log (\`docker logs ${name}\`), then apply again`;
}
