import type { Action } from "./action.ts";
import { containerActionId, groupOf, isUp, startActions } from "./container-actions.ts";
import { readyCondition, waitAction } from "./ready-wait.ts";
import {
  createCandidate,
  noBranch,
  promotedOf,
  type Replacement,
  removeOld,
  settleName,
  stopOld,
  stoppedAgain,
} from "./replace-steps.ts";

/**
 * Ends the old container before the new one starts: where both must not run at once. The new one is created before;
 * the old one is kept, stopped and renamed, until the new one is ready.
 */
export function stopFirstActions(r: Replacement): readonly Action[] {
  const { change } = r;
  const { name } = change.spec;
  const create = createCandidate(r);
  // One that is down is stopped all the same where its port passes on: taking that back starts it, and comes after
  // whoever has the port has let go of it.
  const disturb =
    isUp(r.old) || r.givesPort ? [stopOld(r, containerActionId.stop(name), noBranch, [create.id])] : [];
  // No announcing: nobody is there to be found in between.
  const names = settleName({ ...r, announced: undefined }, noBranch, [
    create.id,
    ...disturb.map((a) => a.id),
  ]);
  const promoted = promotedOf(r);
  const group = groupOf(change.spec);
  const start = startActions(change, promoted, [names.at(-1)?.id ?? create.id], group)
    .filter((action) => action.type !== "container.wait")
    .map((action) => (action.type === "container.start" ? stoppedAgain(r, action) : action));
  const ready = waitAction(change, readyCondition(change.spec), {
    container: promoted,
    dependsOn: [start.at(-1)?.id ?? create.id],
    group,
  });
  return [create, ...disturb, ...names, ...start, ready, removeOld(r, [ready.id])];
}
