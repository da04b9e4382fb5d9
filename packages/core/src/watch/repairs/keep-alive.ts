import type { Driver } from "../../apply/driver.ts";
import type { Owner, ProbesSpec } from "../../desired/desired-state.ts";
import { errorToData } from "../../errors.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { linkSignals } from "../link-signals.ts";
import { recovers, supervise, type Verdict } from "../supervise.ts";
import type { WatchEvent } from "../watch-event.ts";
import type { Clock } from "../watch-options.ts";
import type { RestartPace } from "./restart-pace.ts";

export interface Kept {
  readonly container: ObservedContainer;
  readonly owner: Owner;
  readonly probes: ProbesSpec;
  /** Of what is in force now: another one's may have come since. */
  secrets: Readonly<Record<string, string>>;
  /** Aborts when the container is another one, or its process. */
  readonly signal: AbortSignal;
  /** While this watch restarts it, what the engine tells of it is no news. */
  isRestarting: boolean;
}

export interface KeepAliveOptions {
  readonly driver: Driver;
  readonly clock: Clock;
  /** Of the watch. */
  readonly signal: AbortSignal;
  readonly pace: RestartPace;
  readonly emit: (event: WatchEvent) => void;
  /** Whether an apply is at work, which must not be disturbed. */
  readonly isHeld: () => boolean;
  /** Makes an apply wait for a restart. */
  readonly track: (restart: Promise<void>) => Promise<void>;
}

/** Asks one container's probes from one start of its process to its restart, and so on, until its signal aborts. */
export async function keepAlive(one: Kept, options: KeepAliveOptions): Promise<void> {
  const { driver, clock, pace, emit } = options;
  const probe = driver.probe?.bind(driver);
  if (probe === undefined) return;
  const { container, signal } = one;
  const about = { container: container.name, containerId: container.id };
  while (!signal.aborted) {
    const asked = { ...one, probe, clock };
    const verdict: Verdict = await supervise(asked);
    if (verdict.kind === "over" || signal.aborted) return;
    if (verdict.kind === "unknown") {
      emit({ type: "liveness.unknown", reason: verdict.reason, ...about });
      return;
    }
    const waitMs = pace.waitMs(container.id, clock.nowMs());
    const { probe: kind, reason } = verdict;
    const restarts = pace.inARow(container.id);
    emit({
      type: "liveness.failed",
      probe: kind,
      reason,
      restarts,
      restartInSeconds: waitMs / 1000,
      ...about,
    });
    const hasRecovered = waitMs > 0 && (await recovers(asked, kind, waitMs));
    const because = reasonNotTo(one, options, hasRecovered);
    if (because === undefined) await options.track(restartOne(one, options));
    else if (waitMs > 0 && !options.signal.aborted)
      emit({ type: "liveness.restartDropped", because, ...about });
  }
}

/** Under an apply it may be about to go; when not, it is asked again from the beginning. */
function reasonNotTo(
  { signal }: Kept,
  { isHeld }: KeepAliveOptions,
  hasRecovered: boolean,
): "recovered" | "beganAnew" | "apply" | undefined {
  if (signal.aborted) return "beganAnew";
  if (hasRecovered) return "recovered";
  return isHeld() ? "apply" : undefined;
}

async function restartOne(one: Kept, options: KeepAliveOptions): Promise<void> {
  const { driver, clock, pace, emit } = options;
  const { container, owner, secrets } = one;
  const about = { container: container.name, containerId: container.id };
  const { signal, unlink } = linkSignals(options.signal);
  one.isRestarting = true;
  try {
    const lock = await driver.lock?.([owner], { waitSeconds: 0, signal });
    try {
      // Also one that does not work is not to be tried again at once.
      pace.restarted(container.id, clock.nowMs());
      await driver.restart?.(container, { signal, secrets });
    } finally {
      await lock?.release().catch(() => {});
    }
    emit({ type: "liveness.restarted", ...about });
  } catch (error) {
    if (!signal.aborted) emit({ type: "liveness.restartFailed", error: errorToData(error), ...about });
  } finally {
    unlink();
    one.isRestarting = false;
  }
}
