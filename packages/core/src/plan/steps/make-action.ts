import type { Action, ActionType } from "./action.ts";

type ActionOf<T extends ActionType> = Extract<Action, { readonly type: T }>;

/** What the actions of one change share. Without a group, its failure takes nothing back. */
export type ActionBase = Pick<Action, "target" | "cause"> & { readonly group?: string | undefined };

/** What makes the id, and what comes before. */
interface Place {
  /** What the id names. Default: the target's name. */
  readonly of?: string;
  /** Tells actions of one type on one thing apart: `:undo`. */
  readonly suffix?: string;
  /** Default: nothing. */
  readonly dependsOn?: readonly string[];
}

type Fields<T extends ActionType> = Omit<
  ActionOf<T>,
  "id" | "type" | "target" | "cause" | "group" | "dependsOn"
>;

/** The only way in which an action comes to be: one factory for each type. */
function factory<const T extends ActionType>(type: T) {
  return (
    { target, cause, group }: ActionBase,
    { of = target.name, suffix = "", dependsOn = [], ...fields }: Fields<T> & Place,
  ): ActionOf<T> => {
    const base = { id: actionId(type, of, suffix), type, target, cause, dependsOn };
    return { ...base, ...(group === undefined ? {} : { group }), ...fields } as unknown as ActionOf<T>;
  };
}

/** The id of an action that another planner makes, to depend on it. */
export function actionId(type: ActionType, of: string, suffix = ""): string {
  return `${type}/${of}${suffix}`;
}

export const checkHostPath = factory("hostPath.check");
export const removeMadeFolder = factory("hostPath.remove");
export const createNetwork = factory("network.create");
export const removeNetwork = factory("network.remove");
export const createVolume = factory("volume.create");
export const removeVolume = factory("volume.remove");
export const pullImage = factory("image.pull");
export const removeImage = factory("image.remove");
export const createContainer = factory("container.create");
export const startContainer = factory("container.start");
export const unpauseContainer = factory("container.unpause");
export const signalContainer = factory("container.signal");
export const stopContainer = factory("container.stop");
export const runHook = factory("container.hook");
export const updateContainer = factory("container.update");
export const renameContainer = factory("container.rename");
export const removeContainer = factory("container.remove");
export const connectContainer = factory("container.connect");
export const disconnectContainer = factory("container.disconnect");
export const switchContainer = factory("container.switch");
export const waitForContainer = factory("container.wait");
export const noteRevision = factory("revision.note");
export const noteRecord = factory("record.note");
export const noteObject = factory("object.note");

/** The same change without its group: of an undo, and of what happens once all is well. */
export function ungrouped({ target, cause }: ActionBase): ActionBase {
  return { target, cause };
}

export function idsOf(actions: readonly Action[]): readonly string[] {
  return actions.map(({ id }) => id);
}

export function lastOf(actions: readonly Action[]): readonly string[] {
  return idsOf(actions.slice(-1));
}

/** Puts actions behind others, besides what they wait for already. */
export function behind<A extends Action>(ids: readonly string[], actions: readonly A[]): readonly A[] {
  if (ids.length === 0) return actions;
  return actions.map((action) => ({ ...action, dependsOn: [...action.dependsOn, ...ids] }));
}

/** Those that no other one waits for. */
export function leavesOf(actions: readonly Action[]): readonly Action[] {
  const awaited = new Set(actions.flatMap((a) => a.dependsOn));
  return actions.filter((a) => !awaited.has(a.id));
}
