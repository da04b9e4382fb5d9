import type { ContainerSpec } from "../../desired/desired-state.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Action, ContainerRef, CreateContainer } from "../steps/action.ts";
import type { ContainerChange } from "./container-change.ts";
import { conditionOnCreate, waitAction } from "./ready-wait.ts";

/** Ids that planners of other parts refer to. */
export const containerActionId = {
  create: (name: string) => `container.create/${name}`,
  /** Claims host ports, except of a candidate on a park: that start is another action. */
  start: (name: string) => `container.start/${name}`,
  startParked: (name: string) => `container.start/${name}:parked`,
  /** Frees host ports. */
  stop: (name: string) => `container.stop/${name}`,
  /** Passes host ports on. */
  switch: (name: string) => `container.switch/${name}`,
  /** Gives one back its host ports that an interrupted apply left on a park. */
  unpark: (name: string) => `container.switch/${name}:back`,
  /** From then on the engine starts the old one no more, … */
  retireRestart: (name: string) => `container.update/${name}:retire`,
  /** … but the new one. */
  promoteRestart: (name: string) => `container.update/${name}:promote`,
} as const;

/** The ids of the actions by one of which a container gets the host ports that it is to have. */
export function claimIdsOf(name: string): readonly string[] {
  return [containerActionId.start(name), containerActionId.switch(name)];
}

/** Actions of one group succeed together, and a failure is remembered by it. */
export function groupOf({ name }: Pick<ContainerSpec, "name">): string {
  return `container/${name}`;
}

/** Creates and starts a container whose name is free. */
export function createActions(change: ContainerChange): readonly Action[] {
  const { spec, target, cause } = change;
  const created = { name: spec.name, createdBy: containerActionId.create(spec.name) };
  const group = groupOf(spec);
  // In one literal, as `undoRemove` and the others that every new container needs: with spreads these took half of
  // the time of a plan of thousands.
  const whole: CreateContainer = {
    id: created.createdBy,
    type: "container.create",
    target,
    cause,
    group,
    dependsOn: [...change.needs, ...change.after],
    container: spec,
    record: change.record,
    image: change.image,
    ranAfter: change.ranAfter,
    as: spec.name,
    // A container that never started would hold its name and show up as ours for nothing.
    undo: [undoRemove(change, created)],
  };
  const create: Action = change.source === undefined ? whole : { ...whole, source: change.source };
  const [start, ...rest] = startActions(change, created, [create.id], group);
  // One that is up but not ready stays, as in Kubernetes: a first start may take its time over its data.
  const waits = spec.role === "main" ? rest.map(withoutGroup) : rest;
  return start === undefined ? [create] : [create, start, ...waits];
}

/** Runs an init container again: the finished one makes room first, as nothing is served by it. */
export function rerunActions(change: ContainerChange, old: ObservedContainer): readonly Action[] {
  const { spec, target, cause } = change;
  const group = groupOf(spec);
  const remove: Action = {
    id: `container.remove/${spec.name}:previous`,
    type: "container.remove",
    target,
    cause,
    group,
    dependsOn: [...change.needs, ...change.after],
    container: { name: old.name, id: old.id },
  };
  const created: ContainerRef = { name: spec.name, createdBy: containerActionId.create(spec.name) };
  const create: Action = {
    ...createFields(change),
    target,
    cause,
    group,
    dependsOn: [remove.id],
    as: spec.name,
  };
  return [create, remove, ...startActions(change, created, [create.id], group)];
}

/** Creates an init container and runs it to its end. It stays, also when it fails: for its logs, and as a record. */
export function firstRunActions(change: ContainerChange): readonly Action[] {
  const { spec, target, cause } = change;
  const group = groupOf(spec);
  const create: Action = {
    ...createFields(change),
    target,
    cause,
    group,
    dependsOn: [...change.needs, ...change.after],
    as: spec.name,
  };
  return [create, ...startActions(change, { name: spec.name, createdBy: create.id }, [create.id], group)];
}

/** Starts a container, and waits for what its role asks. */
export function startActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
  group: string,
): readonly Action[] {
  const start: Action = {
    id: containerActionId.start(change.spec.name),
    type: "container.start",
    target: change.target,
    cause: change.cause,
    group,
    dependsOn,
    container,
  };
  const hooks = postStartActions(change, container, { dependsOn: [start.id], group });
  const before = hooks.at(-1)?.id ?? start.id;
  return [start, ...hooks, ...waitActions(change, container, [before], group)];
}

/** What it is to do right after its start; nothing for most. */
export function postStartActions(
  { spec, target, cause }: ContainerChange,
  container: ContainerRef,
  { dependsOn, group, suffix = "" }: { dependsOn: readonly string[]; group: string; suffix?: string },
): readonly Action[] {
  const hook = spec.lifecycle.postStart;
  if (hook === undefined) return [];
  return [
    {
      id: `container.hook/${spec.name}${suffix}`,
      type: "container.hook",
      target,
      cause,
      group,
      dependsOn,
      container,
      hook,
    },
  ];
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

/** What the next container in the order waits for, and what tells that a main one works. */
export function waitActions(
  change: ContainerChange,
  container: ContainerRef,
  dependsOn: readonly string[],
  group: string,
): readonly Action[] {
  const until = conditionOnCreate(change.spec, change.waits);
  return until === undefined ? [] : [waitAction(change, until, { container, dependsOn, group })];
}

/** Whether it has a process that must be stopped before its name, ports or volumes are another's. */
export function isUp(container: ObservedContainer): boolean {
  const { state } = container;
  return state === "running" || state === "paused" || state === "restarting";
}

/** What every creation of a change's container has in common. */
export function createFields({ spec, record, image, ranAfter, source, anonymousVolumes }: ContainerChange) {
  return {
    id: containerActionId.create(spec.name),
    type: "container.create",
    container: spec,
    record,
    image,
    ranAfter,
    ...(source === undefined ? {} : { source }),
    ...(anonymousVolumes.length === 0 ? {} : { anonymousVolumes }),
  } as const;
}

/** Takes the creation of a container back. It never served, so nobody's data is in what was made for it. */
export function undoRemove(
  change: Pick<ContainerChange, "target" | "cause">,
  container: ContainerRef,
): Action {
  return {
    id: `container.remove/${container.name}:undo`,
    type: "container.remove",
    target: change.target,
    cause: change.cause,
    dependsOn: [],
    container,
    withVolumes: true,
  };
}

/** What every compensation has in common. */
export function undoBase(change: Pick<ContainerChange, "target" | "cause">, id: string) {
  return { id, target: change.target, cause: change.cause, dependsOn: [] };
}

function withoutGroup({ group: _group, ...action }: Action): Action {
  return action;
}
