import type { HookSpec } from "../../desired/desired-state.ts";
import { announcedName, candidateSuffix, retiredSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import {
  containerActionId,
  createFields,
  groupOf,
  undoBase,
  undoRemove,
} from "../containers/container-actions.ts";
import type { ContainerChange } from "../containers/container-change.ts";
import type { Action, ContainerRef, CreateContainer } from "../steps/action.ts";

/** A new container for an old one, and what all ways to get there share. */
export interface Replacement {
  readonly change: ContainerChange;
  readonly old: ObservedContainer;
  /** Whether the old one runs, or is meant to: then it is started again when the new one fails. */
  readonly isOldWanted: boolean;
  /** The name by which a candidate that is ready is found as well; absent when it is taken, or there is none. */
  readonly announced: string | undefined;
}

/** @param taken names that a candidate cannot have */
export function replacement(
  change: ContainerChange,
  old: ObservedContainer,
  more: Pick<Replacement, "isOldWanted"> & { readonly taken: ReadonlySet<string> },
): Replacement {
  const announced = announcedName(change.spec.name);
  return {
    change,
    old,
    isOldWanted: more.isOldWanted,
    announced: announced === undefined || more.taken.has(announced) ? undefined : announced,
  };
}

export function candidateOf({ change }: Replacement): ContainerRef {
  const { name } = change.spec;
  return { name: name + candidateSuffix, createdBy: containerActionId.create(name) };
}

export function promotedOf({ change }: Replacement): ContainerRef {
  const { name } = change.spec;
  return { name, createdBy: containerActionId.create(name) };
}

export function oldOf({ old }: Replacement): ContainerRef {
  return { name: old.name, id: old.id };
}

export function retiredOf({ change, old }: Replacement): ContainerRef {
  return { name: change.spec.name + retiredSuffix, id: old.id };
}

/** Target, cause and group of a step that can be taken back with the others. */
export function step({ change }: Replacement) {
  return { target: change.target, cause: change.cause, group: groupOf(change.spec) };
}

/** Target and cause of what happens once all is well: its failure takes nothing back. */
export function afterwards({ change }: Replacement) {
  return { target: change.target, cause: change.cause };
}

/** The first step: whatever fails after it, the candidate is removed in the end. */
export function createCandidate(
  r: Replacement,
  fields: Pick<CreateContainer, "park" | "noRestart"> = {},
  after: readonly string[] = [],
): Action {
  return {
    ...step(r),
    ...createFields(r.change),
    as: candidateOf(r).name,
    dependsOn: [...r.change.needs, ...r.change.after, ...after],
    ...fields,
    undo: [undoRemove(r.change, candidateOf(r))],
  };
}

/** Ends the old one, which is up; until the new one is ready, it can be started again. */
export function stopOld(r: Replacement, dependsOn: readonly string[]): Action {
  return {
    ...step(r),
    id: containerActionId.stop(r.change.spec.name),
    type: "container.stop",
    dependsOn,
    container: oldOf(r),
    ...preStopOf(r.old),
    undo: [startOldAgain(r, "undo")],
  };
}

/** Ends the new one before the old one may run again: both at once are what its way avoids. */
export function stoppedAgain(r: Replacement, start: Action): Action {
  const stop: Action = {
    ...undoBase(r.change, stopAgainId(start.id)),
    type: "container.stop",
    container: promotedOf(r),
  };
  return { ...start, undo: [stop] };
}

/** The candidate is found by the wanted name as well. Nothing when there is no name for it. */
export function announceCandidate(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  if (r.announced === undefined) return [];
  return [rename(r, "announce", { from: candidateOf(r), to: r.announced, dependsOn })];
}

/**
 * Passes the name on: the old one loses it, the candidate gets it.
 * @returns one after the other; the last one's id is what completes it
 */
export function settleName(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const retire = rename(r, "retire", { from: oldOf(r), to: retiredOf(r).name, dependsOn });
  const from = { ...candidateOf(r), name: r.announced ?? candidateOf(r).name };
  const promote = rename(r, "promote", {
    from,
    to: r.change.spec.name,
    dependsOn: [retire.id],
  });
  return [retire, promote];
}

/** What is left to do with the old one when the new one has taken its place. */
export function removeOld(r: Replacement, dependsOn: readonly string[]): Action {
  return {
    ...afterwards(r),
    id: `container.remove/${r.change.spec.name}:retired`,
    type: "container.remove",
    dependsOn,
    container: retiredOf(r),
  };
}

/** What the container itself was created to do before it ends. */
export function preStopOf(container: ObservedContainer): { readonly preStop?: HookSpec } {
  return container.preStop === undefined ? {} : { preStop: container.preStop };
}

function rename(
  r: Replacement,
  what: "announce" | "retire" | "promote",
  { from, to, dependsOn }: { from: ContainerRef; to: string; dependsOn: readonly string[] },
): Action {
  const id = `container.rename/${r.change.spec.name}:${what}`;
  return {
    ...step(r),
    id,
    type: "container.rename",
    dependsOn,
    container: from,
    to,
    undo: [
      {
        ...undoBase(r.change, `${id}:undo`),
        type: "container.rename",
        container: { ...from, name: to },
        to: from.name,
      },
    ],
  };
}

/** A new one that could not be stopped, or that the engine may start again, may still write the same data. */
export function afterNewOne({ change }: Replacement): readonly string[] {
  const { start, promoteRestart } = containerActionId;
  const { name } = change.spec;
  return [stopAgainId(start(name)), `${promoteRestart(name)}:undo`];
}

export function stopAgainId(startId: string): string {
  return `${startId.replace("start", "stop")}:undo`;
}

export function startOldAgain(r: Replacement, as: "undo" | "back"): Action {
  return {
    ...undoBase(r.change, `container.start/${r.change.spec.name}:${as}`),
    dependsOn: afterNewOne(r),
    type: "container.start",
    container: oldOf(r),
  };
}
