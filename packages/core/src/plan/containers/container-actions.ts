import type { HookSpec } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { removeFolders } from "../resources/made-folders.ts";
import type { Action, ContainerRef } from "../steps/action.ts";
import {
  actionId,
  createContainer,
  idsOf,
  lastOf,
  removeContainer,
  runHook,
  startContainer,
  stopContainer,
  ungrouped,
  unpauseContainer,
  waitForContainer,
} from "../steps/make-action.ts";
import type { ContainerChange } from "./container-change.ts";
import { conditionOnCreate } from "./ready-wait.ts";

/** Creates and starts a container whose name is free. */
export function createActions(change: ContainerChange): readonly Action[] {
  const created = createdAs(change, change.spec.name);
  const create = createContainer(change, {
    ...createFields(change),
    as: created.name,
    dependsOn: [...change.needs, ...change.after],
    // A container that never started would hold its name and show up as ours for nothing.
    undo: undoCreate(change, created),
  });
  const [start, ...rest] = startActions(change, created, [create.id]);
  // One that is up but not ready stays, as in Kubernetes: a first start may take its time over its data.
  const stays = change.spec.role === "main" && change.folders?.takesBack !== true;
  const waits = stays ? rest.map(withoutGroup) : rest;
  return start === undefined ? [create] : [create, start, ...waits];
}

/**
 * Creates an init container and runs it to its end. It stays, also when it fails: for its logs, and as a record.
 * @param old a finished one, which makes room first, as nothing is served by it
 */
export function runToEndActions(change: ContainerChange, old?: ObservedContainer): readonly Action[] {
  const needs = [...change.needs, ...change.after];
  const created = createdAs(change, change.spec.name);
  const remove =
    old === undefined
      ? []
      : [
          removeContainer(change, {
            suffix: ":previous",
            dependsOn: needs,
            container: refOf(old),
            ...(isUp(old) ? {} : { hasEnded: true as const }),
          }),
        ];
  const create = createContainer(change, {
    ...createFields(change),
    as: change.spec.name,
    dependsOn: old === undefined ? needs : idsOf(remove),
    // One that could not be tried again as it is goes.
    ...(change.folders?.takesBack ? { undo: undoCreate(change, created) } : {}),
  });
  return [create, ...remove, ...startActions(change, created, [create.id])];
}

/** Starts a container, and waits for what its role asks. */
export function startActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
): readonly Action[] {
  const start = startContainer(change, {
    dependsOn,
    container,
    ...undoOfStart(change, container),
    ...hintFor(change, container),
  });
  const started = [start, ...postStartActions(change, container, [start.id])];
  return [...started, ...waitActions(change, container, lastOf(started))];
}

/** @returns the stop and the start first */
export function restartActions(
  change: ContainerChange,
  current: ObservedContainer,
  container: ContainerRef,
  dependsOn: readonly string[],
): readonly Action[] {
  const stop = stopContainer(ungrouped(change), { dependsOn, container, ...preStopOf(current) });
  return [stop, ...startActions(change, container, [stop.id])];
}

/** What the container itself was created to do before it ends. */
export function preStopOf({ preStop }: ObservedContainer): { readonly preStop?: HookSpec } {
  return preStop === undefined ? {} : { preStop };
}

/** What it is to do right after its start; nothing for most. */
export function postStartActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
): readonly Action[] {
  const hook = change.spec.lifecycle.postStart;
  return hook === undefined ? [] : [runHook(change, { dependsOn, container, hook })];
}

/** Lets a paused container go on; nothing for one that is not paused. */
export function unpauseActions(change: ContainerChange, current: ObservedContainer): readonly Action[] {
  if (current.state !== "paused") return [];
  return [unpauseContainer(ungrouped(change), { container: refOf(current) })];
}

/** What the next container in the order waits for, and what tells that a main one works. */
export function waitActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
): readonly Action[] {
  const until = conditionOnCreate(change.spec, change.waits);
  return until === undefined
    ? []
    : [waitForContainer(change, { until, container, dependsOn, ...hintFor(change, container) })];
}

/** Whether it has a process that must be stopped before its name, ports or volumes are another's. */
export function isUp(container: ObservedContainer): boolean {
  const { state } = container;
  return state === "running" || state === "paused" || state === "restarting";
}

export function refOf({ name, id }: ObservedContainer): ContainerRef {
  return { name, id };
}

/** The container that the change creates, by a name that it has at some time. */
export function createdAs({ spec }: ContainerChange, name: string): ContainerRef {
  return { name, createdBy: actionId("container.create", spec.name) };
}

/** What every creation of a change's container has in common. */
export function createFields({
  spec,
  record,
  image,
  ranAfter,
  sandbox,
  source,
  anonymousVolumes,
}: ContainerChange) {
  return {
    container: spec,
    record,
    image,
    ranAfter,
    ...(sandbox === undefined ? {} : { sandbox }),
    ...(source === undefined ? {} : { source }),
    ...(anonymousVolumes.length === 0 ? {} : { anonymousVolumes }),
  };
}

/** The one that gave it a port has that again when its start is taken back. */
export function undoOfStart(change: ContainerChange, container: ContainerRef): Pick<Action, "undo"> {
  return change.takesPort ? { undo: [stopAgain(change, container)] } : {};
}

/** Takes a start back. */
export function stopAgain(change: ContainerChange, container: ContainerRef): Action {
  return stopContainer(ungrouped(change), { suffix: ":undo", container });
}

/** Takes the creation of a container back. It never served, so nobody's data is in what was made for it. */
export function undoCreate(change: ContainerChange, container: ContainerRef): readonly Action[] {
  const remove = removeContainer(ungrouped(change), {
    of: container.name,
    suffix: ":undo",
    container,
    withVolumes: true,
  });
  return change.folders === undefined
    ? [remove]
    : [remove, ...removeFolders(change.folders, change, [remove.id])];
}

/** What may be amiss with a new container. */
export function hintFor({ folders }: ContainerChange, container: ContainerRef): Pick<Action, "hintIfFailed"> {
  return folders === undefined || "id" in container ? {} : { hintIfFailed: folders.hintIfFailed };
}

function withoutGroup({ group: _group, ...action }: Action): Action {
  return action;
}
