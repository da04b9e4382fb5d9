import { fingerprint } from "../../desired/fingerprint.ts";
import { versionsText } from "../compare/config-change.ts";
import type { Step } from "../containers/container-step.ts";
import type { HeldBack } from "../plan-types.ts";
import type { Action } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { noteRevision } from "../steps/make-action.ts";

/** An image is known by other names once it is on the engine, so any of its names may have been noted. */
function isWantedRevision(step: Step, revision: string): boolean {
  return (step.image?.knownAs ?? [""]).some((known) => revisionOf(step, known) === revision);
}

/**
 * Tells one revision of a container from another: what it is made from, the image behind its reference, and the files
 * of the host that it mounts, as far as they can be seen.
 */
function revisionOf(step: Step, known: string): string {
  return fingerprint(`${step.recordText} ${known}${versionsText(step)}`);
}

const firstDelaySeconds = 60;
const longestDelaySeconds = 30 * 60;

/** Why it is not tried now: it, or what must come before it, failed not long ago. */
export function heldBackFrom(step: Step): HeldBack | undefined {
  return findHeldBack(step) ?? step.heldBackBy;
}

/**
 * Whether the wanted revision failed not long ago. After each failure in a row it is left alone for twice as long,
 * from one minute up to half an hour: a timer must not take a service down every minute to find out the same again.
 */
function findHeldBack(step: Step): HeldBack | undefined {
  const { note, target, input } = step;
  const failed = note?.failed;
  if (failed === undefined || !isWantedRevision(step, failed.revision)) return undefined;
  if (input.options.retryFailed === true) return undefined;
  const delaySeconds = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (failed.failures - 1));
  const untilSeconds = failed.atSeconds + delaySeconds;
  const { nowSeconds } = input.observed.engine;
  // A clock that was set back must not hold it for longer.
  const isOver = nowSeconds >= untilSeconds || nowSeconds < failed.atSeconds;
  return isOver ? undefined : { target, failed, untilSeconds };
}

/** Remembers that the wanted revision failed once more. */
export function noteFailure(step: Step, cause: Cause): Action {
  const { spec, note, target } = step;
  const before = note?.failed;
  const failures = before !== undefined && isWantedRevision(step, before.revision) ? before.failures + 1 : 1;
  const base = { target, cause };
  return noteRevision(base, {
    suffix: ":failed",
    note: {
      owner: spec.owner,
      container: spec.name,
      ...(note?.taken === undefined ? {} : { taken: note.taken }),
    },
    failed: { revision: revisionOf(step, step.image?.knownAs[0] ?? ""), failures, reason: "" },
    ...(step.input.options.atomic === true ? { isShared: true } : {}),
  });
}

/** Remembers that a revision worked; nothing where that is no news. */
export function noteSuccess(step: Step, cause: Cause, dependsOn: readonly string[]): readonly Action[] {
  const { spec, note, target } = step;
  if (note === undefined) return [];
  return [noteRevision({ target, cause }, { dependsOn, note: { owner: spec.owner, container: spec.name } })];
}
