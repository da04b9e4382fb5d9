import type { ProbeSpec } from "@hashike/core";
import type { Asked } from "../../probe/ask-container.ts";
import type { InspectedContainer } from "../calls/inspect-container.ts";
import type { Clock } from "../clock.ts";
import { type Readiness, type ReadyCondition, startReadiness } from "./readiness.ts";

/** What a look finds of the present run; nothing while none is. */
export interface RunView {
  readonly readiness?: Readiness;
  /** For how long it has been ready, without a break. */
  readonly readyMs?: number;
}

/** Follows a container from run to run: each begins with nothing known of it. */
export function followRuns(
  condition: ReadyCondition,
  ask: (probe: ProbeSpec) => Promise<Asked>,
  clock: Clock,
): (found: InspectedContainer) => Promise<RunView> {
  let run: string | undefined;
  let look = startReadiness(condition, ask, clock);
  let readySinceMs: number | undefined;
  return async (found) => {
    const current = runOf(found);
    if (current !== run) {
      run = current;
      readySinceMs = undefined;
      look = startReadiness(condition, ask, clock);
    }
    if (current === undefined) return {};
    const readiness = await look(found);
    const nowMs = clock.now();
    readySinceMs = readiness.state === "ready" ? (readySinceMs ?? nowMs) : undefined;
    return readySinceMs === undefined ? { readiness } : { readiness, readyMs: nowMs - readySinceMs };
  };
}

/** Tells one run of the process from the next; `undefined` when it does not run. */
export function runOf({ State, RestartCount }: InspectedContainer): string | undefined {
  return State.Running && !State.Restarting ? `${RestartCount} ${State.StartedAt}` : undefined;
}
