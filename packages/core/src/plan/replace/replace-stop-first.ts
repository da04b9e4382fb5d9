import { hintFor, isUp, startActions } from "../containers/container-actions.ts";
import { readyCondition } from "../containers/ready-wait.ts";
import { isRestarted } from "../containers/restart-policy.ts";
import type { Action } from "../steps/action.ts";
import { idsOf, lastOf, waitForContainer } from "../steps/make-action.ts";
import { giveRestartBack, passRestart } from "./replace-policy.ts";
import {
  createCandidate,
  promotedOf,
  type Replacement,
  removeOld,
  settleName,
  startOldAgain,
  stopOld,
  stoppedAgain,
  stopSharers,
} from "./replace-steps.ts";

/**
 * Ends the old container before the new one starts: where both must not run at once. The new one is created before;
 * the old one is kept, stopped and renamed, until the new one is ready.
 */
export function stopFirstActions(r: Replacement): readonly Action[] {
  const { change } = r;
  const create = createCandidate(r, noRestartOf(r));
  const sharers = stopSharers(r, [create.id]);
  const disturb = isUp(r.old) ? [...sharers, stopOld(r, idsOf([create, ...sharers]))] : [];
  // No announcing: nobody is there to be found in between.
  const names = settleName({ ...r, announced: undefined }, idsOf([create, ...disturb]));
  const container = promotedOf(r);
  const restart = passRestart(r, lastOf(names));
  const start = startActions(change, container, lastOf([...names, ...restart]))
    .filter((action) => action.type !== "container.wait")
    .map((action) => (action.type === "container.start" ? stoppedAgain(r, action) : action));
  const until = readyCondition(change.spec);
  const ready = waitForContainer(change, {
    dependsOn: lastOf(start),
    container,
    until,
    ...hintFor(change, container),
  });
  return [create, ...disturb, ...names, ...restart, ...start, ready, ...removeOld(r, [ready.id])];
}

function noRestartOf({ change }: Replacement): { readonly noRestart?: true } {
  return change.setsRestartPolicy && isRestarted(change.spec) ? { noRestart: true } : {};
}

/**
 * An old one that was found down and is to run is started when it is not replaced, whatever is the reason: the new one,
 * or what would have come before it. Then all of the group has let go of its ports.
 */
export function startOldOtherwise(r: Replacement): readonly Action[] {
  if (isUp(r.old) || !r.isOldWanted) return [];
  return [...giveRestartBack(r), startOldAgain(r, ":back")];
}
