import type { ContainerSpec } from "../desired/desired-state.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef, ImageRef, Target, WaitCondition } from "./action.ts";
import type { Cause } from "./cause.ts";

/** Ids that planners of other parts refer to. */
export const containerActionId = {
  create: (name: string) => `container.create/${name}`,
  start: (name: string) => `container.start/${name}`,
  stop: (name: string) => `container.stop/${name}`,
} as const;

/** What every action on one container has in common. */
export interface ContainerChange {
  readonly spec: ContainerSpec;
  readonly target: Target;
  readonly cause: Cause;
  readonly record: string;
  readonly image: ImageRef;
  /** What must be there before it can be created. */
  readonly needs: readonly string[];
  /** What must have completed before it may be created: the init containers in front of it. */
  readonly after: readonly string[];
  /** The init containers that have completed by then, as far as they are still there. */
  readonly ranAfter: readonly ContainerRef[];
}

/** Creates and starts a container whose name is free. */
export function createActions(change: ContainerChange): readonly Action[] {
  const { spec, target, cause } = change;
  const created: ContainerRef = { name: spec.name, createdBy: containerActionId.create(spec.name) };
  const group = `container/${spec.name}`;
  const base = { target, cause, group };
  const create: Action = {
    ...base,
    ...createFields(change),
    as: spec.name,
    dependsOn: [...change.needs, ...change.after],
    // A container that never started would hold its name and show up as ours for nothing.
    undo: [undoRemove(change, created)],
  };
  const start: Action = {
    ...base,
    id: containerActionId.start(spec.name),
    type: "container.start",
    dependsOn: [create.id],
    container: created,
  };
  return [create, start, ...waitActions(change, created, [start.id], group)];
}

/** Runs an init container again: the finished one makes room first, as nothing is served by it. */
export function rerunActions(change: ContainerChange, old: ObservedContainer): readonly Action[] {
  const { spec, target, cause } = change;
  const remove: Action = {
    id: `container.remove/${spec.name}:previous`,
    type: "container.remove",
    target,
    cause,
    dependsOn: [...change.needs, ...change.after],
    container: { name: old.name, id: old.id },
  };
  const created: ContainerRef = { name: spec.name, createdBy: containerActionId.create(spec.name) };
  const create: Action = {
    ...createFields(change),
    target,
    cause,
    dependsOn: [remove.id],
    as: spec.name,
  };
  return [create, remove, ...startActions(change, created, [create.id])];
}

/** Creates an init container and runs it to its end. It stays, also when it fails: for its logs, and as a record. */
export function firstRunActions(change: ContainerChange): readonly Action[] {
  const { spec, target, cause } = change;
  const create: Action = {
    ...createFields(change),
    target,
    cause,
    dependsOn: [...change.needs, ...change.after],
    as: spec.name,
  };
  return [create, ...startActions(change, { name: spec.name, createdBy: create.id }, [create.id])];
}

/** Starts a container, and waits for what its role asks. */
export function startActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
): readonly Action[] {
  const start: Action = {
    id: containerActionId.start(change.spec.name),
    type: "container.start",
    target: change.target,
    cause: change.cause,
    dependsOn,
    container,
  };
  return [start, ...waitActions(change, container, [start.id], undefined)];
}

/** Lets a paused container go on; nothing for one that is not paused. */
export function unpauseActions(change: ContainerChange, current: ObservedContainer): readonly Action[] {
  if (current.state !== "paused") return [];
  return [
    {
      id: `container.unpause/${change.spec.name}`,
      type: "container.unpause",
      target: change.target,
      cause: change.cause,
      dependsOn: [],
      container: { name: current.name, id: current.id },
    },
  ];
}

/** What the next container in the order waits for; nothing after a main container. */
export function waitActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
  group: string | undefined,
): readonly Action[] {
  const until = waitCondition(change.spec);
  if (until === undefined) return [];
  return [
    {
      id: `container.wait/${change.spec.name}`,
      type: "container.wait",
      target: change.target,
      cause: change.cause,
      dependsOn,
      ...(group === undefined ? {} : { group }),
      container,
      until,
    },
  ];
}

/** Whether it has a process that must be stopped before its name, ports or volumes are another's. */
export function isUp(container: ObservedContainer): boolean {
  return ["running", "paused", "restarting"].includes(container.state);
}

function waitCondition(spec: ContainerSpec): WaitCondition | undefined {
  switch (spec.role) {
    case "init":
      return { kind: "completed" };
    case "sidecar":
      // Four looks a second apart within a minute: the rule of the Python original.
      return { kind: "steady", seconds: 3, timeoutSeconds: 60 };
    case "main":
      return undefined;
  }
}

/** What every creation of a change's container has in common. */
export function createFields({ spec, record, image, ranAfter }: ContainerChange) {
  return {
    id: containerActionId.create(spec.name),
    type: "container.create",
    container: spec,
    record,
    image,
    ranAfter,
  } as const;
}

/** Takes the creation of a container back. */
export function undoRemove(change: ContainerChange, container: ContainerRef): Action {
  return {
    ...undoBase(change, `container.remove/${container.name}:undo`),
    type: "container.remove",
    container,
  };
}

/** What every compensation has in common. */
export function undoBase(change: ContainerChange, id: string) {
  return { id, target: change.target, cause: change.cause, dependsOn: [] };
}
