import { candidateSuffix, retiredSuffix } from "../observed/match-containers.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, ContainerRef } from "./action.ts";
import {
  type ContainerChange,
  containerActionId,
  createFields,
  isUp,
  undoBase,
  undoRemove,
  waitActions,
} from "./container-actions.ts";

/**
 * Puts a new container in the place of an old one. The new one is created while the old one serves; the old one
 * is kept, stopped and renamed, until the new one has started; until then every step can be taken back.
 */
export function replaceActions(change: ContainerChange, old: ObservedContainer): readonly Action[] {
  const { spec, target, cause } = change;
  const { name } = spec;
  const candidateName = name + candidateSuffix;
  const retiredName = name + retiredSuffix;
  const candidate: ContainerRef = { name: candidateName, createdBy: containerActionId.create(name) };
  const oldRef: ContainerRef = { name: old.name, id: old.id };
  const retired: ContainerRef = { name: retiredName, id: old.id };
  const base = { target, cause, group: `container/${name}` };

  const create: Action = {
    ...base,
    ...createFields(change),
    as: candidateName,
    dependsOn: [...change.needs, ...change.after],
    undo: [undoRemove(change, candidate)],
  };
  const stop: Action = {
    ...base,
    id: containerActionId.stop(name),
    type: "container.stop",
    dependsOn: [create.id],
    container: oldRef,
    undo: [
      { ...undoBase(change, `container.start/${name}:undo`), type: "container.start", container: oldRef },
    ],
  };
  const disturb = isUp(old) ? [stop] : [];
  const retire: Action = {
    ...base,
    id: `container.rename/${name}:retire`,
    type: "container.rename",
    dependsOn: [create.id, ...disturb.map((a) => a.id)],
    container: oldRef,
    to: retiredName,
    undo: [
      {
        ...undoBase(change, `container.rename/${name}:retire:undo`),
        type: "container.rename",
        container: retired,
        to: old.name,
      },
    ],
  };
  const promoted: ContainerRef = { name, createdBy: create.id };
  const promote: Action = {
    ...base,
    id: `container.rename/${name}:promote`,
    type: "container.rename",
    dependsOn: [retire.id],
    container: candidate,
    to: name,
    undo: [
      {
        ...undoBase(change, `container.rename/${name}:promote:undo`),
        type: "container.rename",
        container: promoted,
        to: candidateName,
      },
    ],
  };
  const start: Action = {
    ...base,
    id: containerActionId.start(name),
    type: "container.start",
    dependsOn: [promote.id],
    container: promoted,
  };
  const waits = waitActions(change, promoted, [start.id], base.group);
  const remove: Action = {
    id: `container.remove/${name}:retired`,
    type: "container.remove",
    target,
    cause,
    dependsOn: [start.id, ...waits.map((w) => w.id)],
    container: retired,
  };
  return [create, ...disturb, retire, promote, start, ...waits, remove];
}
