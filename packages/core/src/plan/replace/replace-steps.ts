import { announcedName, candidateSuffix, retiredSuffix } from "../../observed/container-names.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import {
  createdAs,
  createFields,
  preStopOf,
  refOf,
  stopAgain,
  undoCreate,
} from "../containers/container-actions.ts";
import type { ContainerChange } from "../containers/container-change.ts";
import type { Action, ContainerRef, CreateContainer } from "../steps/action.ts";
import {
  actionId,
  createContainer,
  removeContainer,
  renameContainer,
  startContainer,
  stopContainer,
  ungrouped,
} from "../steps/make-action.ts";

/** A new container for an old one, and what all ways to get there share. */
export interface Replacement {
  readonly change: ContainerChange;
  readonly old: ObservedContainer;
  /** Whether the old one runs, or is meant to: then it is started again when the new one fails. */
  readonly isOldWanted: boolean;
  /** Those that share the old one as their sandbox, and are stopped before it is. */
  readonly sharedBy: readonly ObservedContainer[];
  /** The name by which a candidate that is ready is found as well; absent when it is taken, or there is none. */
  readonly announced: string | undefined;
}

/** @param taken names that a candidate cannot have */
export function replacement(
  change: ContainerChange,
  old: ObservedContainer,
  more: Pick<Replacement, "isOldWanted" | "sharedBy"> & { readonly taken: ReadonlySet<string> },
): Replacement {
  const announced = announcedName(change.spec.name);
  return {
    change,
    old,
    isOldWanted: more.isOldWanted,
    sharedBy: more.sharedBy,
    announced: announced === undefined || more.taken.has(announced) ? undefined : announced,
  };
}

export function candidateOf({ change }: Replacement): ContainerRef {
  return createdAs(change, change.spec.name + candidateSuffix);
}

export function promotedOf({ change }: Replacement): ContainerRef {
  return createdAs(change, change.spec.name);
}

export function retiredOf({ change, old }: Replacement): ContainerRef {
  return { name: change.spec.name + retiredSuffix, id: old.id };
}

/** The first step: whatever fails after it, the candidate is removed in the end. */
export function createCandidate(
  r: Replacement,
  fields: Pick<CreateContainer, "park" | "noRestart"> = {},
  after: readonly string[] = [],
): Action {
  return createContainer(r.change, {
    ...createFields(r.change),
    as: candidateOf(r).name,
    dependsOn: [...r.change.needs, ...r.change.after, ...after],
    ...fields,
    undo: undoCreate(r.change, candidateOf(r)),
  });
}

/** Ends the old one, which is up; until the new one is ready, it can be started again. */
export function stopOld(r: Replacement, dependsOn: readonly string[]): Action {
  return stopContainer(r.change, {
    dependsOn,
    container: refOf(r.old),
    ...preStopOf(r.old),
    undo: [startOldAgain(r, ":undo")],
  });
}

/** Ends those that share the old one, as its own end would take the network from them. */
export function stopSharers(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  return r.sharedBy.map((container) => {
    const name = container.specName ?? container.name;
    const base = { ...r.change, target: { ...r.change.target, name } };
    const again = startContainer(ungrouped(base), {
      suffix: ":undo",
      dependsOn: [...afterNewOneOf(name), actionId("container.start", r.change.spec.name, ":undo")],
      container: refOf(container),
    });
    return stopContainer(base, {
      dependsOn,
      container: refOf(container),
      ...preStopOf(container),
      undo: [again],
    });
  });
}

/** Ends the new one before the old one may run again: both at once are what its way avoids. */
export function stoppedAgain(r: Replacement, start: Action): Action {
  return { ...start, undo: [stopAgain(r.change, promotedOf(r))] };
}

/** The candidate is found by the wanted name as well. Nothing when there is no name for it. */
export function announceCandidate(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  if (r.announced === undefined) return [];
  return [rename(r, ":announce", { from: candidateOf(r), to: r.announced, dependsOn })];
}

/**
 * Passes the name on: the old one loses it, the candidate gets it.
 * @returns one after the other; the last one's id is what completes it
 */
export function settleName(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const retire = rename(r, ":retire", { from: refOf(r.old), to: retiredOf(r).name, dependsOn });
  const from = { ...candidateOf(r), name: r.announced ?? candidateOf(r).name };
  const promote = rename(r, ":promote", { from, to: r.change.spec.name, dependsOn: [retire.id] });
  return [retire, promote];
}

/**
 * What is left to do with the old one when the new one has taken its place. One that gave a host port away can be gone
 * back to until all of its group are ready. Then it gets a candidate's name, by which the next apply knows that there is
 * no way back, even if it cannot be removed.
 */
export function removeOld(r: Replacement, dependsOn: readonly string[]): readonly Action[] {
  const base = ungrouped(r.change);
  const old = retiredOf(r);
  if (!r.change.givesPort) return [removeContainer(base, { suffix: ":retired", dependsOn, container: old })];
  const to = candidateOf(r).name;
  const giveUp = renameContainer(base, { suffix: ":settle", dependsOn, container: old, to });
  const container = { ...old, name: to };
  return [giveUp, removeContainer(base, { suffix: ":retired", dependsOn: [giveUp.id], container })];
}

function rename(
  { change }: Replacement,
  suffix: ":announce" | ":retire" | ":promote",
  { from, to, dependsOn }: { from: ContainerRef; to: string; dependsOn: readonly string[] },
): Action {
  const undo = renameContainer(ungrouped(change), {
    suffix: `${suffix}:undo`,
    container: { ...from, name: to },
    to: from.name,
  });
  return renameContainer(change, { suffix, dependsOn, container: from, to, undo: [undo] });
}

/** The undo of the new one's start. */
export function stopsNewOne({ change }: Replacement): readonly string[] {
  return stopsNewOneOf(change.spec.name);
}

function stopsNewOneOf(name: string): readonly string[] {
  return [actionId("container.stop", name, ":undo")];
}

/** A new one that could not be stopped, or that the engine may start again, may still write the same data. */
export function afterNewOne(r: Replacement): readonly string[] {
  return afterNewOneOf(r.change.spec.name);
}

function afterNewOneOf(name: string): readonly string[] {
  return [...stopsNewOneOf(name), actionId("container.update", name, ":promote:undo")];
}

export function startOldAgain(r: Replacement, suffix: ":undo" | ":back"): Action {
  return startContainer(ungrouped(r.change), {
    suffix,
    dependsOn: afterNewOne(r),
    container: refOf(r.old),
  });
}
