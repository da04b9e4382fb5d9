import type { DesiredState, MountSpec, Notice } from "../../desired/desired-state.ts";
import type { ObservedState } from "../../observed/observed-state.ts";
import { decodeRecord } from "../compare/record.ts";
import { pathsOverlap, recordedMounts } from "../compare/recorded-mounts.ts";
import { undoCreate } from "../containers/container-actions.ts";
import { groupOf } from "../containers/container-step.ts";
import type { Action, ContainerRef, CreateContainer } from "../steps/action.ts";
import { idsOf, removeMadeFolder } from "../steps/make-action.ts";

type HostPathMount = Extract<MountSpec, { readonly type: "hostPath" }>;

/** A missing host path without a type, of which the engine makes a folder when a new container starts. */
interface MadeFolder {
  readonly mount: HostPathMount;
  readonly existingParent: string;
}

/**
 * Says which folders the engine will make because a host path is missing: in a notice, and in the hint of what may
 * fail because of it. A folder that nobody else mounts goes again when its container is taken back. One that can only
 * be read stays empty, so its container is taken back as well when it does not get ready: it could not take a file that
 * is put there later.
 */
export function withMadeFolders(
  actions: readonly Action[],
  desired: DesiredState,
  observed: ObservedState,
): { readonly actions: readonly Action[]; readonly notices: readonly Notice[] } {
  const missing = missingPaths(observed);
  if (missing.size === 0) return { actions, notices: [] };
  const madeBy = new Map<string, readonly MadeFolder[]>();
  for (const action of actions) {
    if (action.type !== "container.create") continue;
    const folders = madeFolders(action, missing);
    if (folders.length > 0) madeBy.set(action.id, folders);
  }
  if (madeBy.size === 0) return { actions, notices: [] };
  const isShared = sharedAmong(desired, observed);
  const takenBack = new Map<string, string>();
  const created = actions.map((action) => {
    const folders = action.type === "container.create" ? madeBy.get(action.id) : undefined;
    if (action.type !== "container.create" || folders === undefined) return action;
    const own = folders.filter(({ mount }) => !isShared(mount.path));
    if (own.some(({ mount }) => mount.readOnly)) takenBack.set(action.id, groupOf(action.container));
    return withRemovals(action, own);
  });
  return {
    actions: created.map((action) => {
      const id = createdBy(action);
      const folders = id === undefined ? undefined : madeBy.get(id);
      if (id === undefined || folders === undefined) return action;
      const group = action.group ?? takenBack.get(id);
      return { ...action, hintIfFailed: hintOf(folders), ...(group === undefined ? {} : { group }) };
    }),
    notices: noticesOf([...madeBy.values()].flat(), desired),
  };
}

/** By path, the nearest folder above it that is there. */
function missingPaths({ hostPaths }: ObservedState): ReadonlyMap<string, string> {
  return new Map(
    hostPaths.flatMap(({ path, kind, existingParent }) =>
      kind === "missing" && existingParent !== undefined ? [[path, existingParent] as const] : [],
    ),
  );
}

function madeFolders(
  { container }: CreateContainer,
  missing: ReadonlyMap<string, string>,
): readonly MadeFolder[] {
  return container.mounts.flatMap((mount) => {
    if (mount.type !== "hostPath" || mount.pathType !== "") return [];
    const existingParent = missing.get(mount.path);
    return existingParent === undefined ? [] : [{ mount, existingParent }];
  });
}

/** Tells whether a path is mounted by several containers, those included that are there already. */
function sharedAmong(desired: DesiredState, observed: ObservedState): (path: string) => boolean {
  const wanted = desired.containers.map(({ mounts }) =>
    mounts.flatMap((m) => (m.type === "hostPath" ? [m.path] : [])),
  );
  const there = observed.containers.map(({ record }) => recordedPaths(record));
  return (path) => {
    const mounts = (paths: readonly string[]) => paths.some((other) => pathsOverlap(other, path));
    return there.some(mounts) || wanted.filter(mounts).length > 1;
  };
}

function recordedPaths(record: string | undefined): readonly string[] {
  if (record === undefined) return [];
  return recordedMounts(decodeRecord(record)).flatMap(({ hostPath }) => hostPath ?? []);
}

/** The container goes first: the engine makes the folder again whenever it starts it. */
function withRemovals(action: CreateContainer, folders: readonly MadeFolder[]): CreateContainer {
  if (folders.length === 0) return action;
  const { target, cause } = action;
  const isReadOnly = folders.some(({ mount }) => mount.readOnly);
  // An init container that failed stays for its log, but for one that cannot be tried again as it is.
  if (action.undo === undefined && !isReadOnly) return action;
  const self = { name: action.as, createdBy: action.id };
  const before = action.undo ?? [undoCreate({ target, cause }, self)];
  // A path that is mounted at two places is one folder.
  const byPath = new Map(folders.map((folder) => [pathOf(folder.mount), folder]));
  const removals = [...byPath].map(
    ([path, { mount, existingParent }]): Action =>
      removeMadeFolder(
        { target: { kind: "hostPath", name: mount.path }, cause },
        { of: path, suffix: ":undo", dependsOn: idsOf(before), path, within: existingParent },
      ),
  );
  return { ...action, undo: [...before, ...removals] };
}

function pathOf({ path, subPath }: HostPathMount): string {
  return subPath === undefined ? path : `${path}/${subPath}`;
}

/** Of what fails when a mount is not what the container needs: its start, and becoming ready. */
function createdBy(action: Action): string | undefined {
  if (action.type !== "container.start" && action.type !== "container.wait") return undefined;
  const ref: ContainerRef = action.container;
  return "createdBy" in ref ? ref.createdBy : undefined;
}

function hintOf(folders: readonly MadeFolder[]): string {
  const paths = [...new Set(folders.map(({ mount }) => mount.path))];
  const [were, place] = paths.length === 1 ? ["was", "a folder was"] : ["were", "folders were"];
  return `${paths.join(" and ")} ${were} not there, and ${place} made: if a file is meant, put it in that place and write type: File`;
}

function noticesOf(folders: readonly MadeFolder[], desired: DesiredState): readonly Notice[] {
  const paths = [...new Set(folders.map(({ mount }) => mount.path))].sort();
  return paths.map((path) => {
    const at = desired.hostPaths.find((p) => p.path === path && p.type === "")?.origin;
    return {
      message: `host path ${path} does not exist: a folder will be made`,
      hint: "write type: File if a file is meant, or type: DirectoryOrCreate if a folder is",
      ...(at === undefined ? {} : { at }),
    };
  });
}
