import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { disconnect, isConnected } from "../execute/containers/disconnect-container.ts";
import type { ExecuteEnvironment } from "../execute/executor.ts";
import { parsePortConflict } from "../execute/failures/port-conflict.ts";
import { cannotPark } from "./cannot-park.ts";
import { joinPark } from "./join-park.ts";

/** An engine joins the networks of a container in any order: one try in two to four is refused, and harms nobody. */
const mostTries = 40;

/**
 * Docker 28 makes the process before it joins networks, and clears away what a refused try made after it has answered.
 * Where the next try comes meanwhile, it takes that one for the first: it runs on, with no network at all.
 */
const clearingMs = 300;

export interface ToStart {
  readonly id: string;
  readonly name: string;
  readonly park: string;
}

type Environment = Pick<ExecuteEnvironment, "client" | "clock">;

/**
 * Starts a container that is on a park, and takes it off the park: it runs on its own networks then, with its final
 * address and the way outside, without its host ports. The engine tries to claim them when it leaves, cannot, and says
 * nothing; when nobody has them, it has.
 * @returns what the user should know
 * @throws HashikeError `DRIVER_CANNOT_PARK` when the engine starts none while another container has its host ports
 */
export async function startParked(
  { client, clock }: Environment,
  { id, name, park }: ToStart,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.post(`/containers/${id}/start`);
    } catch (error) {
      if (tries < mostTries && isPortTaken(error)) {
        if (client.atLeast("1.48")) await clock.sleep(clearingMs, signal);
        continue;
      }
      if (!isPortTaken(error) && !isParkAtFault(error)) throw error;
      throw await cannotPark(
        client,
        `cannot start container ${name} without its host ports`,
        engineReason(error),
        error,
      );
    }
    const notices = await leavePark(client, { id, name, park });
    if (tries === 1 || tries === mostTries || !(await isCutOff(client, id))) return notices;
    await client.post(`/containers/${id}/kill`);
    await joinPark(client, id, park);
  }
}

/** For one that has ended: it is put on the park again first. */
export async function startParkedAgain(
  environment: Environment,
  container: ToStart,
  signal: AbortSignal,
): Promise<readonly string[]> {
  await joinPark(environment.client, container.id, container.park);
  return await startParked(environment, container, signal);
}

/** Whether it runs without the place that its networks are in. */
async function isCutOff(client: EngineClient, id: string): Promise<boolean> {
  const { State, NetworkSettings } = await client.get<Placed>(`/containers/${id}/json`);
  return State.Running && NetworkSettings.SandboxKey === "";
}

interface Placed {
  readonly State: { readonly Running: boolean };
  readonly NetworkSettings: { readonly SandboxKey?: string };
}

/** No engine known reports the failed claim, or keeps it there. One that does leaves it running there until the switch. */
async function leavePark(client: EngineClient, { id, name, park }: ToStart): Promise<readonly string[]> {
  try {
    await disconnect(client, id, park);
    return [];
  } catch (error) {
    if (engineStatus(error) === undefined || !(await isConnected(client, id, park))) throw error;
    return [`container ${name} has no way out until it takes its host ports over: ${engineReason(error)}`];
  }
}

function isPortTaken(error: unknown): boolean {
  return engineStatus(error) !== undefined && parsePortConflict(engineReason(error)) !== undefined;
}

/** What the kernel lacks shows when a container joins a macvlan, or is to have a setting of the network. */
function isParkAtFault(error: unknown): boolean {
  return engineStatus(error) !== undefined && /macvlan|ip_dynaddr/i.test(engineReason(error));
}
