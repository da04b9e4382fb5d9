import type { Action } from "./action.ts";
import { containerActionId, groupOf, isUp, startActions } from "./container-actions.ts";
import { readyCondition, waitAction } from "./ready-wait.ts";
import { giveRestartBack, passRestart } from "./replace-policy.ts";
import {
  createCandidate,
  noBranch,
  promotedOf,
  type Replacement,
  removeOld,
  settleName,
  startOldAgain,
  stopOld,
  stoppedAgain,
} from "./replace-steps.ts";
import { isRestarted } from "./restart-policy.ts";

/**
 * Ends the old container before the new one starts: where both must not run at once. The new one is created before;
 * the old one is kept, stopped and renamed, until the new one is ready.
 */
export function stopFirstActions(r: Replacement): readonly Action[] {
  const { change } = r;
  const create = createHeld(r);
  const disturb = isUp(r.old) || r.givesPort ? [stopHeld(r, create.id)] : [];
  // No announcing: nobody is there to be found in between.
  const names = settleName({ ...r, announced: undefined }, noBranch, [
    create.id,
    ...disturb.map((a) => a.id),
  ]);
  const promoted = promotedOf(r);
  const group = groupOf(change.spec);
  const named = names.at(-1)?.id ?? create.id;
  const restart = passRestart(r, [named]);
  const start = startActions(change, promoted, [restart.at(-1)?.id ?? named], group)
    .filter((action) => action.type !== "container.wait")
    .map((action) => (action.type === "container.start" ? stoppedAgain(r, action) : action));
  const ready = waitAction(change, readyCondition(change.spec), {
    container: promoted,
    dependsOn: [start.at(-1)?.id ?? create.id],
    group,
  });
  return [create, ...disturb, ...names, ...restart, ...start, ready, removeOld(r, [ready.id])];
}

/**
 * One that is down is stopped all the same where its port passes on: taking that back starts it, and comes after
 * whoever has the port has let go of it.
 */
function stopHeld(r: Replacement, createId: string): Action {
  const stop = stopOld(r, containerActionId.stop(r.change.spec.name), noBranch, [createId]);
  if (isUp(r.old) || stop.undo === undefined) return stop;
  return { ...stop, undo: [...giveRestartBack(r), ...stop.undo] };
}

/** Whatever fails after it, an old one that was found stopped and is to run is started in the end. */
function createHeld(r: Replacement): Action {
  const { setsRestartPolicy, spec } = r.change;
  const create = createCandidate(r, setsRestartPolicy && isRestarted(spec) ? { noRestart: true } : {});
  if (!r.isOldWanted || isUp(r.old) || r.givesPort) return create;
  return { ...create, undo: [...(create.undo ?? []), ...giveRestartBack(r), startOldAgain(r, noBranch)] };
}
