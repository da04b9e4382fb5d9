import type { EngineEvent } from "../apply/driver.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import { errorToData } from "../errors.ts";
import { createAgenda } from "./agenda.ts";
import { createAlarm } from "./alarm.ts";
import { concerns, idsOfOwners } from "./concerns.ts";
import { createDisturbances } from "./disturbances.ts";
import { createDoings } from "./doings.ts";
import { linkSignals } from "./link-signals.ts";
import { listenToEngine } from "./listen-to-engine.ts";
import { reconcile, withoutNewerImages } from "./reconcile.ts";
import { createLiveness } from "./repairs/liveness.ts";
import { createSourceReader } from "./source-reader.ts";
import { createTroubles } from "./troubles.ts";
import type { WatchCause, WatchEvent } from "./watch-event.ts";
import type { WatchOptions } from "./watch-options.ts";

/** Reasons to look at the engine alone, not at registries. */
const unaskedFor: ReadonlySet<WatchCause["kind"]> = new Set(["engineEvent", "afterApply", "troubled"]);

/**
 * Keeps things as the source wants them until `signal` aborts: reads the source at its interval, listens to the
 * engine, and looks and applies when one of them gives a reason. While neither does, nothing is done but one
 * conditional read for each interval. Whatever fails is reported and tried again; nothing but the signal ends it.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { driver, clock } = options;
  const intervalMs = 1000 * (options.intervalSeconds ?? 60);
  const lookIntervalMs =
    driver.events === undefined
      ? intervalMs
      : Math.max(intervalMs, 1000 * (options.lookIntervalSeconds ?? 300));
  const stop = linkSignals(options.signal);
  const { signal } = stop;
  const emit = (event: WatchEvent) => options.onEvent?.(event);

  const alarm = createAlarm(clock);
  const agenda = createAgenda(lookIntervalMs, intervalMs);
  const troubles = createTroubles();
  const disturbances = createDisturbances(intervalMs);
  const liveness = createLiveness({ driver, clock, signal, emit });
  const source = createSourceReader({ ...options, signal, intervalMs, emit, onRead: alarm.ring });
  const doings = createDoings({ clock, onHappened: disturbed });
  let ours: ReadonlySet<string> = new Set();

  signal.addEventListener("abort", alarm.ring);
  emit({
    type: "watch.started",
    intervalSeconds: intervalMs / 1000,
    lookIntervalSeconds: lookIntervalMs / 1000,
  });
  options.exposeReadNow?.(() => {
    source.readNow();
    alarm.ring();
  });
  const listening = listenToEngine({
    driver,
    clock,
    signal,
    emit,
    onEvent: heed,
    onListening() {
      agenda.missed();
      alarm.ring();
    },
  });
  try {
    while (!signal.aborted) {
      source.readWhenDue();
      const desired = source.desired();
      const because = desired === undefined ? [] : takeCauses();
      if (desired !== undefined && because.length > 0) await cycle(desired, because);
      else await alarm.wait(Math.min(source.dueMs(), agenda.dueMs(), disturbances.dueMs()));
    }
  } finally {
    stop.abort();
    await Promise.all([listening, liveness.stop()]);
    stop.unlink();
    emit({ type: "watch.stopped" });
  }

  function heed(event: EngineEvent): void {
    liveness.heed(event);
    const desired = source.desired();
    if (desired !== undefined && concerns(event, desired, ours) && doings.isByOthers(event)) disturbed(event);
  }

  function disturbed(event: EngineEvent): void {
    disturbances.add(event, clock.nowMs());
    alarm.ring();
  }

  /** Every reason to look now. */
  function takeCauses(): readonly WatchCause[] {
    const nowMs = clock.nowMs();
    const causes: WatchCause[] = source.takeChange() ? [{ kind: "sourceChanged" }] : [];
    causes.push(...agenda.take(nowMs));
    if (causes.length === 0 && nowMs < disturbances.dueMs()) return [];
    // Also one that is not due yet: this look sees it.
    const disturbance = disturbances.take();
    return disturbance === undefined ? causes : [...causes, disturbance];
  }

  function unseen(because: readonly WatchCause[]): void {
    for (const cause of because) if (cause.kind === "engineEvent") disturbances.unseen(cause, clock.nowMs());
  }

  async function cycle(desired: DesiredState, because: readonly WatchCause[]): Promise<void> {
    const isRepair = because.every(({ kind }) => unaskedFor.has(kind));
    if (!isRepair) agenda.fullLook(clock.nowMs());
    emit({ type: "cycle.started", because });
    // This look sees everything until now, and nobody else would tell of what comes after it.
    doings.forgetEchoes();
    try {
      const outcome = await reconcile(isRepair ? withoutNewerImages(desired) : desired, {
        ...options,
        signal,
        emit,
        alarm,
        disturbances,
        doings,
        source,
        onObserved(observed, isInDoubt) {
          ours = idsOfOwners(desired, observed);
          liveness.follow(desired, observed, isInDoubt);
        },
        onApply: liveness.hold,
      });
      const heldBack = agenda.reconciled(outcome, clock.nowMs(), isRepair);
      if (heldBack !== undefined) emit({ type: "plan.heldBack", heldBack });
      const troubled = troubles.seen(outcome.plan.troubled);
      if (troubled !== undefined) emit({ type: "plan.troubled", troubled });
      if (outcome.status === "idle") unseen(because);
      emit({ type: "cycle.finished", status: outcome.status });
    } catch (error) {
      agenda.failed(clock.nowMs());
      if (!signal.aborted) emit({ type: "cycle.failed", error: errorToData(error) });
    } finally {
      liveness.release();
    }
  }
}
