import type { HookSpec } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { Clock } from "../clock.ts";
import { type HookFailure, runHook } from "../containers/run-hook.ts";
import { within } from "./within.ts";

/** What stopping reads of `GET /containers/{id}/json`. */
interface Stoppable {
  readonly State: { readonly Running: boolean; readonly Paused?: boolean; readonly Restarting: boolean };
  /** Seconds; absent: the engine's own 10. */
  readonly Config: { readonly StopTimeout?: number | null };
}

export interface Stop {
  readonly client: EngineClient;
  readonly clock: Clock;
  readonly id: string;
  readonly secrets: Readonly<Record<string, string>>;
}

const engineSeconds = 10;
/** A process that is asked to end gets that long at least, as in Kubernetes. */
const leastSeconds = 2;

/**
 * Runs `preStop` of a running container, within the time that it has to end.
 * An abort does not cut it off: the stop that it belongs to goes on as well.
 * @returns how many seconds are left, and why it failed
 */
export async function runPreStop(
  preStop: HookSpec | undefined,
  { client, clock, id, secrets }: Stop,
): Promise<{ readonly secondsLeft: number; readonly failure?: HookFailure | undefined }> {
  const { State, Config } = await client.get<Stoppable>(`/containers/${id}/json`);
  const seconds = Config.StopTimeout ?? engineSeconds;
  const isUp = State.Running && !State.Restarting && State.Paused !== true;
  if (preStop === undefined || !isUp) return { secondsLeft: seconds };
  const startMs = clock.now();
  // Longer than the time there is: what is over time is reported here, in the words of a stop.
  const timeoutSeconds = seconds + leastSeconds;
  const failure = await within(clock, seconds * 1000, new AbortController().signal, (signal) =>
    runHook(preStop, { client, clock, id, signal, secrets, timeoutSeconds }),
  );
  const passed = Math.round((clock.now() - startMs) / 1000);
  return {
    secondsLeft: Math.max(leastSeconds, seconds - passed),
    failure: failure === "late" ? { reason: `it did not end within ${seconds} s`, lines: [] } : failure,
  };
}
