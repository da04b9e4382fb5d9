import type { Plan } from "../../plan/plan-types.ts";
import type { Alarm } from "../alarm.ts";
import type { Disturbance, Disturbances } from "../disturbances.ts";
import type { SourceReader } from "../source-reader.ts";
import type { CycleStatus } from "../watch-event.ts";
import type { Clock } from "../watch-options.ts";

export interface HealBesideOptions {
  readonly clock: Clock;
  readonly alarm: Alarm;
  readonly disturbances: Disturbances;
  readonly source: Pick<SourceReader, "dueMs" | "readWhenDue">;
  /** Aborts with the apply. */
  readonly signal: AbortSignal;
  /** A fresh look, without asking registries, and the light repairs in what it gives. */
  readonly look: () => Promise<Plan>;
  readonly repair: (plan: Plan, because: Disturbance) => Promise<CycleStatus>;
}

/**
 * While an apply is under way, perhaps for minutes because something takes its time to become ready: what happens to
 * containers that it does not touch is put right beside it, under the same lock. The source is read as well. What is
 * more than that waits for the next cycle.
 * @param work the apply
 * @returns the worst of how the apply and the repairs ended
 */
export async function healBeside(
  work: Promise<CycleStatus>,
  options: HealBesideOptions,
): Promise<CycleStatus> {
  const { clock, alarm, disturbances, source, signal } = options;
  let open = 0;
  const statuses: CycleStatus[] = [];
  const track = async (one: Promise<CycleStatus>) => {
    open += 1;
    try {
      statuses.push(await one);
    } finally {
      open -= 1;
      alarm.ring();
    }
  };
  const all: Promise<void>[] = [];
  const begin = (one: Promise<CycleStatus>) => {
    const tracked = track(one);
    // Told below, once the others have come to their end as well.
    tracked.catch(() => {});
    all.push(tracked);
  };
  begin(work);
  while (open > 0) {
    if (signal.aborted) {
      await alarm.wait(Number.POSITIVE_INFINITY);
      continue;
    }
    source.readWhenDue();
    const because = clock.nowMs() < disturbances.dueMs() ? undefined : disturbances.take();
    if (because !== undefined) begin(repairOnce(because, options));
    else await alarm.wait(Math.min(source.dueMs(), disturbances.dueMs()));
  }
  await Promise.all(all);
  return statuses.reduce(worse);
}

async function repairOnce(
  because: Disturbance,
  { clock, disturbances, look, repair }: HealBesideOptions,
): Promise<CycleStatus> {
  // Whatever is wrong with a look in the middle of an apply: the one after it tells.
  const repairs = await look().catch(() => undefined);
  if (repairs !== undefined && repairs.actions.length > 0) return repair(repairs, because);
  disturbances.unseen(because, clock.nowMs());
  return "idle";
}

const fromBestToWorst: readonly CycleStatus[] = ["idle", "done", "aborted", "failed"];

function worse(a: CycleStatus, b: CycleStatus): CycleStatus {
  return fromBestToWorst.indexOf(a) < fromBestToWorst.indexOf(b) ? b : a;
}
