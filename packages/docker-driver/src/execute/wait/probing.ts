import type { ProbeSpec } from "@hashike/core";
import type { Asked } from "../../probe/ask-container.ts";
import type { Clock } from "../clock.ts";

/** How a probe sees a container by now. */
export interface ProbeView {
  readonly state: "success" | "failure" | "open";
  /** What the last failed answer was. */
  readonly reason?: string;
  /** Why it cannot be asked from here; it then counts as a success. */
  readonly unknown?: string;
}

const betweenMs = 1000;

/**
 * Asks by one probe again and again, for one run of a container. While somebody waits for it, it is asked once a
 * second, however long its period is.
 * @param sinceMs when that run began
 * @returns looks at the container: asks when it is time, and tells what is known then
 */
export function startProbing(
  probe: ProbeSpec,
  ask: (probe: ProbeSpec) => Promise<Asked>,
  clock: Clock,
  sinceMs: number,
): () => Promise<ProbeView> {
  let nextMs = sinceMs + probe.initialDelaySeconds * 1000;
  let view: ProbeView = { state: "open" };
  let successes = 0;
  let failures = 0;
  return async () => {
    if (clock.now() < nextMs) return view;
    const asked = await ask(probe);
    nextMs = clock.now() + betweenMs;
    if (asked.kind === "failure") {
      successes = 0;
      failures += 1;
      const state = view.state === "success" && failures < probe.failureThreshold ? "success" : "failure";
      view = { state, reason: asked.reason };
      return view;
    }
    failures = 0;
    successes += 1;
    if (asked.kind === "unknown") view = { state: "success", unknown: asked.reason };
    else if (successes >= probe.successThreshold) view = { state: "success" };
    return view;
  };
}
