import { type Parking, parkingOf, passPorts, removePark } from "../claims/pass-ports.ts";
import { containerActionId, groupOf, postStartActions } from "../containers/container-actions.ts";
import { readyCondition, waitAction } from "../containers/ready-wait.ts";
import type { Action } from "../steps/action.ts";
import {
  afterwards,
  announceCandidate,
  candidateOf,
  createCandidate,
  preStopOf,
  type Replacement,
  removeOld,
  retiredOf,
  settleName,
  step,
} from "./replace-steps.ts";

/**
 * Lets the new container become ready beside the old one, and then passes the name on. Connections to the old one are
 * not cut: it has no name any more, and is asked to end a moment later.
 */
export function sideBySideActions(r: Replacement): readonly Action[] {
  return takeOver(r, undefined);
}

/**
 * The same where both use a host port: the new one becomes ready without its host ports, on all of its networks and at
 * its final address, so that what it connects to in the meantime stays connected. When it is ready, the host ports
 * pass from the old one to it, while both run.
 */
export function switchActions(r: Replacement): readonly Action[] {
  return takeOver(r, parkingOf(r));
}

function takeOver(r: Replacement, parking: Parking | undefined): readonly Action[] {
  const prepare = prepareCandidate(r, parking);
  const announce = announceCandidate(r, lastOf(prepare));
  const ready = lastOf([...prepare, ...announce]);
  const ports = parking === undefined ? [] : passPorts(r, parking, ready);
  const names = settleName(r, ports.length === 0 ? ready : lastOf(ports));
  const end = endOld(r, lastOf(names));
  const clear = parking === undefined ? [] : [removePark(r, parking, lastOf(end))];
  return [...prepare, ...announce, ...ports, ...names, ...end, ...clear];
}

/** What disturbs nobody: in the end, the candidate is ready. */
function prepareCandidate(r: Replacement, parking: Parking | undefined): readonly Action[] {
  const { change } = r;
  const { spec } = change;
  const group = groupOf(spec);
  const candidate = candidateOf(r);
  const create = createCandidate(r, parking?.fields, parking === undefined ? [] : [parking.create.id]);
  const start: Action = {
    ...step(r),
    id: parking === undefined ? containerActionId.start(spec.name) : containerActionId.startParked(spec.name),
    type: "container.start",
    dependsOn: [create.id],
    container: candidate,
    ...(parking === undefined ? {} : { park: parking.name }),
  };
  const hooks = postStartActions(change, candidate, { dependsOn: [start.id], group });
  const ready: Action = {
    ...waitAction(change, readyCondition(spec), {
      container: candidate,
      dependsOn: lastOf([start, ...hooks]),
      group,
    }),
    ...(parking?.fields.noRestart === true
      ? { restart: { policy: spec.restartPolicy, park: parking.name } }
      : {}),
  };
  return [...(parking === undefined ? [] : [parking.create]), create, start, ...hooks, ready];
}

/** The old one serves its clients to their end: those that looked its address up before it lost its name, too. */
function endOld(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const { change } = r;
  const container = retiredOf(r);
  const seconds = change.spec.update.drainSeconds;
  const drained =
    seconds === 0
      ? []
      : [waitAction(change, { kind: "drained", seconds }, { container, dependsOn, suffix: ":drained" })];
  const stop: Action = {
    ...afterwards(r),
    id: containerActionId.stop(change.spec.name),
    type: "container.stop",
    dependsOn: drained.length === 0 ? dependsOn : lastOf(drained),
    container,
    ...preStopOf(r.old),
  };
  return [...drained, stop, removeOld(r, [stop.id])];
}

function lastOf(actions: readonly Action[]): readonly string[] {
  return actions.slice(-1).map((a) => a.id);
}
