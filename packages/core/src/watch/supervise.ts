import type { Driver, ProbeAnswer } from "../apply/driver.ts";
import type { ProbeSpec, ProbesSpec } from "../desired/desired-state.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { ProbeKind } from "./watch-event.ts";
import type { Clock } from "./watch-options.ts";

/** Why the supervision of a process is over. */
export type Verdict =
  | { readonly kind: "failed"; readonly probe: ProbeKind; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string }
  /** The signal aborted. */
  | { readonly kind: "over" };

export interface SuperviseOptions {
  readonly container: ObservedContainer;
  readonly probes: ProbesSpec;
  readonly probe: NonNullable<Driver["probe"]>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Asks one process of a container until it fails: its startup probe until that has succeeded once, from then on its
 * liveness probe.
 */
export async function supervise(options: SuperviseOptions): Promise<Verdict> {
  const { startup, liveness } = options.probes;
  if (startup !== undefined) {
    const verdict = await ask(options, "startup", startup);
    if (verdict !== "succeeded") return verdict;
  }
  if (liveness === undefined) return { kind: "over" };
  const verdict = await ask(options, "liveness", liveness);
  return verdict === "succeeded" ? { kind: "over" } : verdict;
}

/** A startup probe is asked until it succeeds, a liveness probe until it fails as often in a row as it may. */
async function ask(
  options: SuperviseOptions,
  kind: ProbeKind,
  spec: ProbeSpec,
): Promise<Verdict | "succeeded"> {
  const { clock, signal } = options;
  let failures = 0;
  await clock.sleep(spec.initialDelaySeconds * 1000, signal);
  while (!signal.aborted) {
    const answer = await askOnce(options, spec);
    if (signal.aborted) break;
    if (answer?.kind === "unknown") return answer;
    if (answer?.kind === "success") {
      if (kind === "startup") return "succeeded";
      failures = 0;
    }
    if (answer?.kind === "failure") {
      failures += 1;
      if (failures >= spec.failureThreshold) return { kind: "failed", probe: kind, reason: answer.reason };
    }
    await clock.sleep(spec.periodSeconds * 1000, signal);
  }
  return { kind: "over" };
}

/**
 * Asks on while a restart waits: what works again need not be restarted.
 * @param kind of the probe that failed
 * @returns whether it succeeded before `waitMs` were over
 */
export async function recovers(options: SuperviseOptions, kind: ProbeKind, waitMs: number): Promise<boolean> {
  const { clock, signal } = options;
  const spec = options.probes[kind];
  const untilMs = clock.nowMs() + waitMs;
  while (!signal.aborted) {
    const leftMs = untilMs - clock.nowMs();
    if (leftMs <= 0) return false;
    await clock.sleep(Math.min(leftMs, 1000 * (spec?.periodSeconds ?? 1)), signal);
    if (signal.aborted || spec === undefined) continue;
    if ((await askOnce(options, spec))?.kind === "success") return true;
  }
  return false;
}

/** @returns nothing when the engine could not be asked: that says nothing about the container */
async function askOnce(
  { container, probe, secrets, signal }: SuperviseOptions,
  spec: ProbeSpec,
): Promise<ProbeAnswer | undefined> {
  try {
    return await probe(container, spec, { signal, secrets });
  } catch {
    return undefined;
  }
}
