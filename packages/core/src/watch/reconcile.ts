import { apply } from "../apply/apply.ts";
import type { ApplyEvent, ApplyResult } from "../apply/event.ts";
import type { DesiredState } from "../desired/desired-state.ts";
import { withSeenFiles } from "../observed/file-versions.ts";
import type { ContainerState, ObservedState } from "../observed/observed-state.ts";
import { plan as makePlan } from "../plan/plan.ts";
import type { Plan } from "../plan/plan-types.ts";
import type { Alarm } from "./alarm.ts";
import { isOfOwners } from "./concerns.ts";
import type { Disturbances } from "./disturbances.ts";
import type { Doings } from "./doings.ts";
import { linkSignals } from "./link-signals.ts";
import { healBeside } from "./repairs/heal-beside.ts";
import { lightRepairs } from "./repairs/light-repairs.ts";
import type { SourceReader } from "./source-reader.ts";
import type { CycleStatus, WatchEvent } from "./watch-event.ts";
import type { WatchOptions } from "./watch-options.ts";

export interface ReconcileOptions
  extends Pick<WatchOptions, "driver" | "clock" | "signal" | "plan" | "concurrency" | "lockWaitSeconds"> {
  readonly alarm: Alarm;
  readonly disturbances: Disturbances;
  readonly doings: Doings;
  readonly source: SourceReader;
  /**
   * Called with each look, whatever comes of it.
   * @param isInDoubt whether an apply was at work on a container while it was looked at
   */
  readonly onObserved: (observed: ObservedState, isInDoubt: (name: string) => boolean) => void;
  readonly emit: (event: WatchEvent) => void;
  /** Called before anything is changed. */
  readonly onApply: () => Promise<void>;
}

export interface Reconciled {
  readonly status: CycleStatus;
  /** The last look, before what was changed. */
  readonly observed: ObservedState;
  readonly plan: Plan;
}

const defaultLockWaitSeconds = 30;

/**
 * Looks once, and makes things as wanted when they are not.
 * @throws HashikeError when it could not look, plan, or get the lock: nothing was changed then; and when it lost the
 *   lock, which stops what is being applied
 */
export async function reconcile(desired: DesiredState, options: ReconcileOptions): Promise<Reconciled> {
  const { driver, signal } = options;
  const seen = await look(desired, options);
  if (seen.plan.actions.length === 0) return { status: "idle", ...seen };
  if (driver.lock === undefined) return carryOutAll(seen, desired, options, [signal]);

  const lock = await driver.lock(desired.owners, {
    waitSeconds: options.lockWaitSeconds ?? defaultLockWaitSeconds,
    signal,
    onWait: (holder) => options.emit({ type: "lock.waiting", holder }),
  });
  try {
    // Another one may have changed everything before the lock was ours.
    const again = await look(desired, options);
    if (again.plan.actions.length === 0) return { status: "idle", ...again };
    const reconciled = await carryOutAll(again, desired, options, [signal, lock.lost]);
    if (lock.lost.aborted && !signal.aborted) throw lock.lost.reason;
    return reconciled;
  } finally {
    // A lock that cannot be given back ends by itself; what was done stays done.
    await lock.release().catch(() => {});
  }
}

type Look = Omit<Reconciled, "status"> & { readonly isInDoubt: (name: string) => boolean };

/** Carries out a plan; and another one for containers whose files, as is seen only then, have changed. */
async function carryOutAll(
  first: Look,
  desired: DesiredState,
  options: ReconcileOptions,
  signals: readonly AbortSignal[],
): Promise<Reconciled> {
  let files: ApplyResult["mountedFiles"];
  const listening: ReconcileOptions = {
    ...options,
    emit(event) {
      if (event.type === "apply" && event.event.type === "apply.finished")
        files = event.event.result.mountedFiles;
      options.emit(event);
    },
  };
  const status = await carryOut(first.plan, desired, listening, signals);
  if (status !== "done" || files === undefined || signals.some(({ aborted }) => aborted))
    return { status, ...first };
  const then = await look(desired, options, files);
  if (!then.plan.changes.some(({ cause }) => cause.kind === "config")) return { status, ...first };
  return { status: await carryOut(then.plan, desired, options, signals), ...then };
}

/** @param files what an apply has just seen of files that cannot be seen from here */
async function look(
  desired: DesiredState,
  { driver, signal, plan, emit, doings, onObserved }: ReconcileOptions,
  files?: ApplyResult["mountedFiles"],
): Promise<Look> {
  const isInDoubt = doings.atWorkFromNow();
  const observed = withSeenFiles(await driver.observe(desired, { signal }), files);
  onObserved(observed, isInDoubt);
  emit({
    type: "cycle.observed",
    containers: countByState(desired, observed),
    ...countImages(observed),
  });
  // A watch looks again by itself: what only has to stay up is put right when it does not, at once.
  return { observed, plan: makePlan(desired, observed, { ...plan, wait: "probed" }), isInDoubt };
}

async function carryOut(
  plan: Plan,
  desired: DesiredState,
  options: ReconcileOptions,
  signals: readonly AbortSignal[],
): Promise<CycleStatus> {
  const { emit, onApply } = options;
  await onApply();
  emit({ type: "cycle.planned", plan });
  const link = linkSignals(...signals);
  const withSignal = { ...options, signal: link.signal };
  const unasked = withoutNewerImages(desired);
  let repairs = 0;
  try {
    const work = applyOne(plan, withSignal, (event) => emit({ type: "apply", event }));
    return await healBeside(work, {
      ...withSignal,
      async look() {
        const seen = await look(unasked, withSignal);
        return lightRepairs(seen.plan, seen.isInDoubt);
      },
      async repair(part, because) {
        repairs += 1;
        const repair = repairs;
        emit({ type: "repair.planned", repair, because, plan: part });
        return applyOne(part, withSignal, (event) => emit({ type: "repair.event", repair, event }));
      },
    });
  } finally {
    link.unlink();
  }
}

async function applyOne(
  plan: Plan,
  { driver, doings, signal, concurrency }: ReconcileOptions,
  onEvent: (event: ApplyEvent) => void,
): Promise<CycleStatus> {
  const doing = doings.begin(plan);
  let status: CycleStatus = "failed";
  try {
    const result = await apply(plan, driver, {
      onEvent(event) {
        // First, as a listener may throw.
        doing.follow(event);
        onEvent(event);
      },
      signal,
      concurrency,
    });
    status = result.status;
    return status;
  } finally {
    doing.end(status);
  }
}

function countByState(
  desired: DesiredState,
  observed: ObservedState,
): Readonly<Partial<Record<ContainerState, number>>> {
  const counts: Partial<Record<ContainerState, number>> = {};
  for (const { ownership, state } of observed.containers) {
    if (isOfOwners(ownership, desired)) counts[state] = (counts[state] ?? 0) + 1;
  }
  return counts;
}

function countImages({
  broughtImages = [],
}: ObservedState): Pick<Extract<WatchEvent, { readonly type: "cycle.observed" }>, "images"> {
  if (broughtImages.length === 0) return {};
  const bytes = broughtImages.reduce((sum, image) => sum + image.bytes, 0);
  return { images: { count: broughtImages.length, bytes } };
}

/** The same without asking registries for newer images: a repair must not wait for one that is down or silent. */
export function withoutNewerImages(desired: DesiredState): DesiredState {
  return {
    ...desired,
    images: desired.images.map((image) =>
      // Also what is always to be asked for: the next full look does that.
      image.policy === "Never" ? image : { ...image, policy: "IfNotPresent" },
    ),
  };
}
