import { type EngineFacts, type ObservedContainer, troubledState } from "@hashike/core";
import { formatAge } from "../layout/units.ts";

/** Whether a container works, as far as the engine tells. */
export interface Work {
  readonly ready: boolean;
  /** In a word or two, where there is trouble with what it ended with: `restarting (exit code 7)`. */
  readonly status: string;
}

export function workOf(container: ObservedContainer, engine: Pick<EngineFacts, "nowSeconds">): Work {
  const { state, exitCode, exitedZero, role, record } = container;
  switch (troubledState(container, engine)) {
    case "restarting":
      return {
        ready: false,
        status: `restarting${exitCode === undefined ? "" : ` (exit code ${exitCode})`}`,
      };
    case "unhealthy":
      return { ready: false, status: "unhealthy" };
    case "exited":
      return { ready: false, status: `exited${exitCode === undefined ? "" : ` (${exitCode})`}` };
  }
  if (exitedZero) {
    const isJob = role === "init" || /"restartPolicy":"(?:OnFailure|Never)"/.test(record ?? "");
    return { ready: false, status: isJob ? "completed" : "exited (0)" };
  }
  // Its image's health check has not told yet.
  if (/\(health: starting\)$/.test(container.statusText)) return { ready: false, status: "starting" };
  return { ready: state === "running", status: state };
}

/** `12 (3s ago)`: how often the engine started it again, and when it did so last. Empty where nobody asked. */
export function restartsText(
  { restarts, startedAtSeconds }: ObservedContainer,
  { nowSeconds }: Pick<EngineFacts, "nowSeconds">,
): string {
  if (restarts === undefined) return "";
  if (restarts === 0 || startedAtSeconds === undefined) return String(restarts);
  return `${restarts} (${formatAge(nowSeconds - startedAtSeconds)} ago)`;
}
