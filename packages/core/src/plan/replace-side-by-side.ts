import type { Action } from "./action.ts";
import { containerActionId, groupOf, startActions } from "./container-actions.ts";
import { readyCondition, waitAction } from "./ready-wait.ts";
import {
  afterwards,
  candidateOf,
  createCandidate,
  noBranch,
  passName,
  preStopOf,
  type Replacement,
  removeOld,
  retiredOf,
} from "./replace-steps.ts";

/** For clients that looked the old one's address up just before it lost its name. */
const drainSeconds = 1;

/**
 * Lets the new container become ready beside the old one, and then passes the name on. Connections to the old one are
 * not cut: it has no name any more, and is asked to end a moment later.
 */
export function sideBySideActions(r: Replacement): readonly Action[] {
  const { change } = r;
  const { name } = change.spec;
  const create = createCandidate(r);
  const candidate = candidateOf(r);
  const group = groupOf(change.spec);
  const start = startActions(change, candidate, [create.id], group).filter(
    (action) => action.type !== "container.wait",
  );
  const ready = waitAction(change, readyCondition(change.spec), {
    container: candidate,
    dependsOn: [start.at(-1)?.id ?? create.id],
    group,
  });
  const names = passName(r, noBranch, [ready.id]);
  const drained: Action = {
    ...waitAction(
      change,
      { kind: "drained", seconds: drainSeconds },
      {
        container: retiredOf(r),
        dependsOn: [names.at(-1)?.id ?? ready.id],
        suffix: ":drained",
      },
    ),
  };
  const stop: Action = {
    ...afterwards(r, noBranch),
    id: containerActionId.stop(name),
    type: "container.stop",
    dependsOn: [drained.id],
    container: retiredOf(r),
    ...preStopOf(r.old),
  };
  return [create, ...start, ready, ...names, drained, stop, removeOld(r, [stop.id])];
}
