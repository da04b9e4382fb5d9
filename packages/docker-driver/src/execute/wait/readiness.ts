import type { ProbeSpec, WaitCondition } from "@hashike/core";
import type { Asked } from "../../probe/ask-container.ts";
import type { HealthLog, InspectedContainer } from "../calls/inspect-container.ts";
import type { Clock } from "../clock.ts";
import { type ProbeView, startProbing } from "./probing.ts";

export type ReadyCondition = Extract<WaitCondition, { readonly kind: "ready" }>;

/** How ready one run of a container is. */
export interface Readiness {
  readonly state: "ready" | "notReady" | "startFailed";
  /** Whether something tells, or it counts as ready because it runs. */
  readonly isTold: boolean;
  /** Why it is not ready, as far as it has said. */
  readonly reason?: string | undefined;
  /** Why its probe cannot be asked from here. */
  readonly unknown?: string | undefined;
}

/**
 * Tells how ready a run is, look by look: its startup probe first, then its readiness probe; without either, its
 * health check, the image's or its own; without that one, it is ready while it runs.
 */
export function startReadiness(
  { probes: { startup, readiness } }: ReadyCondition,
  ask: (probe: ProbeSpec) => Promise<Asked>,
  clock: Clock,
): (found: InspectedContainer) => Promise<Readiness> {
  const sinceMs = clock.now();
  const lookAtStart = startup && startProbing(startup, ask, clock, sinceMs);
  const lookAtReadiness = readiness && startProbing(readiness, ask, clock, sinceMs);
  let hasStarted = false;
  return async (found) => {
    if (!lookAtStart && !lookAtReadiness) return byHealthCheck(found);
    if (lookAtStart && !hasStarted) {
      const view = await lookAtStart();
      hasStarted = view.state === "success";
      const isOver = clock.now() - sinceMs >= budgetSeconds(startup) * 1000;
      if (!hasStarted) return notReady(view, isOver ? "startFailed" : "notReady");
      if (!lookAtReadiness) return byProbe(view);
    }
    return lookAtReadiness ? byProbe(await lookAtReadiness()) : { state: "ready", isTold: true };
  };
}

/** As long as Kubernetes would go on asking. */
function budgetSeconds({ initialDelaySeconds, failureThreshold, periodSeconds }: ProbeSpec): number {
  return initialDelaySeconds + failureThreshold * periodSeconds;
}

function byProbe(view: ProbeView): Readiness {
  if (view.state !== "success") return notReady(view, "notReady");
  return { state: "ready", isTold: view.unknown === undefined, unknown: view.unknown };
}

function notReady({ reason }: ProbeView, state: Readiness["state"]): Readiness {
  return { state, isTold: true, reason };
}

function byHealthCheck({ State: { Health, Status } }: InspectedContainer): Readiness {
  if (Status === "paused") return { state: "notReady", isTold: true, reason: "it is paused" };
  if (!Health || Health.Status === "none" || Health.Status === "") return { state: "ready", isTold: false };
  if (Health.Status === "healthy") return { state: "ready", isTold: true };
  const last = Health.Log?.at(-1);
  return {
    state: "notReady",
    isTold: true,
    reason: `its health check says ${Health.Status}${said(last)}`,
  };
}

function said(last: HealthLog | undefined): string {
  if (last === undefined || last.ExitCode === 0) return "";
  const line = last.Output.trim().split("\n").at(-1) ?? "";
  return line === "" ? ` (exit code ${last.ExitCode})` : ` (exit code ${last.ExitCode}: ${line})`;
}
