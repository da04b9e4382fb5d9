import { type Parking, parkingOf, passPorts, removePark } from "../claims/pass-ports.ts";
import { hintFor, postStartActions, preStopOf, undoOfStart } from "../containers/container-actions.ts";
import { readyCondition } from "../containers/ready-wait.ts";
import type { Action } from "../steps/action.ts";
import {
  idsOf,
  lastOf,
  startContainer,
  stopContainer,
  ungrouped,
  waitForContainer,
} from "../steps/make-action.ts";
import {
  announceCandidate,
  candidateOf,
  createCandidate,
  type Replacement,
  removeOld,
  retiredOf,
  settleName,
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
  const container = candidateOf(r);
  const parked = parking === undefined ? [] : [parking.create];
  const create = createCandidate(r, parking?.fields, idsOf(parked));
  const start = startContainer(change, {
    dependsOn: [create.id],
    container,
    ...(parking === undefined ? undoOfStart(change, container) : { suffix: ":parked", park: parking.name }),
    ...hintFor(change, container),
  });
  const started = [start, ...postStartActions(change, container, [start.id])];
  const ready = waitForContainer(change, {
    dependsOn: lastOf(started),
    container,
    until: readyCondition(change.spec),
    ...hintFor(change, container),
    ...(parking?.fields.noRestart === true
      ? { restart: { policy: change.spec.restartPolicy, park: parking.name } }
      : {}),
  });
  return [...parked, create, ...started, ready];
}

/** The old one serves its clients to their end: those that looked its address up before it lost its name, too. */
function endOld(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const base = ungrouped(r.change);
  const container = retiredOf(r);
  const seconds = r.change.spec.update.drainSeconds;
  const until = { kind: "drained", seconds } as const;
  const drained =
    seconds === 0 ? [] : [waitForContainer(base, { suffix: ":drained", dependsOn, container, until })];
  const stop = stopContainer(base, {
    dependsOn: drained.length === 0 ? dependsOn : idsOf(drained),
    container,
    ...preStopOf(r.old),
  });
  return [...drained, stop, ...removeOld(r, [stop.id])];
}
