import type { HookSpec } from "../desired/desired-state.ts";
import { announcedName, candidateSuffix, retiredSuffix } from "../observed/container-names.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef, CreateContainer } from "./action.ts";
import {
  type ContainerChange,
  containerActionId,
  createFields,
  groupOf,
  undoBase,
  undoRemove,
} from "./container-actions.ts";

/** A new container for an old one, and what all ways to get there share. */
export interface Replacement {
  readonly change: ContainerChange;
  readonly old: ObservedContainer;
  /** Whether the old one runs, or is meant to: then it is started again when the new one fails. */
  readonly isOldWanted: boolean;
  /** The name by which a candidate that is ready is found as well; absent when it is taken, or there is none. */
  readonly announced: string | undefined;
  /** The networks from which the old one is reached. */
  readonly oldNetworks: readonly string[];
}

/** What tells the actions of a branch: their ids, and the wait that decides for it. */
export interface Branch {
  readonly suffix: string;
  readonly when?: NonNullable<Action["when"]>;
}

export const noBranch: Branch = { suffix: "" };

/** @param taken names that a candidate cannot have */
export function replacement(
  change: ContainerChange,
  old: ObservedContainer,
  more: Pick<Replacement, "isOldWanted"> & {
    readonly taken: ReadonlySet<string>;
    readonly staging: ReadonlySet<string>;
    /** Networks that the old one is put back on first. */
    readonly lost: readonly string[];
  },
): Replacement {
  const announced = announcedName(change.spec.name);
  return {
    change,
    old,
    isOldWanted: more.isOldWanted,
    announced: announced === undefined || more.taken.has(announced) ? undefined : announced,
    oldNetworks: [...old.networks.map((n) => n.network), ...more.lost]
      .filter((n) => !more.staging.has(n))
      .sort(),
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

/** Target, cause, group and branch of a step that can be taken back with the others. */
export function step({ change }: Replacement, { when }: Branch) {
  return {
    target: change.target,
    cause: change.cause,
    group: groupOf(change.spec),
    ...(when === undefined ? {} : { when }),
  };
}

/** Target, cause and branch of what happens once all is well: its failure takes nothing back. */
export function afterwards(replacement: Replacement, branch: Branch) {
  const { group: _group, ...rest } = step(replacement, branch);
  return rest;
}

/** The first step: whatever fails after it, the candidate is removed in the end. */
export function createCandidate(
  r: Replacement,
  fields: Pick<CreateContainer, "onNetworks" | "noRestart"> = {},
): Action {
  return {
    ...step(r, noBranch),
    ...createFields(r.change),
    as: candidateOf(r).name,
    dependsOn: [...r.change.needs, ...r.change.after],
    ...fields,
    undo: [undoRemove(r.change, candidateOf(r))],
  };
}

/** Ends the old one, which is up; until the new one is ready, it can be started again. */
export function stopOld(r: Replacement, id: string, branch: Branch, dependsOn: readonly string[]): Action {
  return {
    ...step(r, branch),
    id,
    type: "container.stop",
    dependsOn,
    container: oldOf(r),
    ...preStopOf(r.old),
    undo: [startOldAgain(r, branch, "undo")],
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

/**
 * Passes the name on: the candidate is announced, the old one loses the name, the candidate gets it.
 * @returns one after the other; the last one's id is what completes it
 */
export function passName(r: Replacement, branch: Branch, dependsOn: readonly string[]): readonly Action[] {
  const announce = announceCandidate(r, branch, dependsOn);
  return [
    ...announce,
    ...settleName(r, branch, announce.length === 0 ? dependsOn : announce.map((a) => a.id)),
  ];
}

/** Nothing when there is no name for it. */
export function announceCandidate(
  r: Replacement,
  branch: Branch,
  dependsOn: readonly string[],
): readonly Action[] {
  if (r.announced === undefined) return [];
  return [rename(r, branch, "announce", { from: candidateOf(r), to: r.announced, dependsOn })];
}

export function settleName(r: Replacement, branch: Branch, dependsOn: readonly string[]): readonly Action[] {
  const retire = rename(r, branch, "retire", { from: oldOf(r), to: retiredOf(r).name, dependsOn });
  const from = { ...candidateOf(r), name: r.announced ?? candidateOf(r).name };
  const promote = rename(r, branch, "promote", {
    from,
    to: r.change.spec.name,
    dependsOn: [retire.id],
  });
  return [retire, promote];
}

/** What is left to do with the old one when the new one has taken its place. */
export function removeOld(r: Replacement, dependsOn: readonly string[]): Action {
  return {
    ...afterwards(r, noBranch),
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
  branch: Branch,
  step_: "announce" | "retire" | "promote",
  { from, to, dependsOn }: { from: ContainerRef; to: string; dependsOn: readonly string[] },
): Action {
  const id = `container.rename/${r.change.spec.name}:${step_}${branch.suffix}`;
  return {
    ...step(r, branch),
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
export function afterNewOne({ change }: Replacement, branch: Branch): readonly string[] {
  const { start, startInPlace, promoteRestart } = containerActionId;
  const { name } = change.spec;
  if (branch.when !== undefined) return [stopAgainId(startInPlace(name))];
  return [stopAgainId(start(name)), `${promoteRestart(name)}:undo`];
}

export function stopAgainId(startId: string): string {
  return `${startId.replace("start", "stop")}:undo`;
}

export function startOldAgain(r: Replacement, branch: Branch, as: "undo" | "back"): Action {
  const { name } = r.change.spec;
  return {
    ...undoBase(r.change, `container.start/${name}${branch.suffix}:${as}`),
    dependsOn: afterNewOne(r, branch),
    type: "container.start",
    container: oldOf(r),
  };
}
