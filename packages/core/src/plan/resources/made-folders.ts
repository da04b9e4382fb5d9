import type { ContainerSpec, DesiredState, MountSpec, Notice } from "../../desired/desired-state.ts";
import type { ObservedState } from "../../observed/observed-state.ts";
import { decodeRecord } from "../compare/record.ts";
import { pathsOverlap, recordedMounts } from "../compare/recorded-mounts.ts";

import type { Action } from "../steps/action.ts";
import { type ActionBase, removeMadeFolder } from "../steps/make-action.ts";

type HostPathMount = Extract<MountSpec, { readonly type: "hostPath" }>;

/** A missing host path without a type, for which the engine makes a folder when a new container starts. */
interface MadeFolder {
  readonly mount: HostPathMount;
  readonly existingParent: string;
}

/** What of a new container's host paths is missing, so that the engine makes folders of it when it starts. */
export interface MadeFolders {
  readonly all: readonly MadeFolder[];
  /** Those that nobody else mounts: they go again when their container is taken back. */
  readonly own: readonly MadeFolder[];
  /** Of what may fail because of them: the start, and becoming ready. */
  readonly hintIfFailed: string;
  /**
   * One that can only be read stays empty, so the container is taken back as well when it does not get ready: it could
   * not take a file that is put there later.
   */
  readonly takesBack: boolean;
}

/** @returns by container, `undefined` where nothing is missing, which is so for most */
export function madeFolders(
  desired: DesiredState,
  observed: ObservedState,
): (spec: ContainerSpec) => MadeFolders | undefined {
  const missing = missingPaths(observed);
  if (missing.size === 0) return () => undefined;
  const isShared = sharedAmong(desired, observed);
  return (spec) => {
    const all = foldersOf(spec, missing);
    if (all.length === 0) return undefined;
    const own = all.filter(({ mount }) => !isShared(mount.path));
    return { all, own, hintIfFailed: hintOf(all), takesBack: own.some(({ mount }) => mount.readOnly) };
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

function foldersOf({ mounts }: ContainerSpec, missing: ReadonlyMap<string, string>): readonly MadeFolder[] {
  return mounts.flatMap((mount) => {
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

/** The container goes first: the engine makes a folder again whenever it starts it. */
export function removeFolders(
  { own }: MadeFolders,
  { cause }: ActionBase,
  dependsOn: readonly string[],
): readonly Action[] {
  // A path that is mounted at two places is one folder.
  const byPath = new Map(own.map((folder) => [pathOf(folder.mount), folder]));
  return [...byPath].map(([path, { mount, existingParent }]) =>
    removeMadeFolder(
      { target: { kind: "hostPath", name: mount.path }, cause },
      { of: path, suffix: ":undo", dependsOn, path, within: existingParent },
    ),
  );
}

function pathOf({ path, subPath }: HostPathMount): string {
  return subPath === undefined ? path : `${path}/${subPath}`;
}

function hintOf(folders: readonly MadeFolder[]): string {
  const paths = [...new Set(folders.map(({ mount }) => mount.path))];
  const [were, place] = paths.length === 1 ? ["was", "a folder was"] : ["were", "folders were"];
  return `${paths.join(" and ")} ${were} not there, and ${place} made: if a file is meant, put it in that place and write type: File`;
}

export function madeFolderNotices(
  actions: readonly Action[],
  desired: DesiredState,
  foldersFor: (spec: ContainerSpec) => MadeFolders | undefined,
): readonly Notice[] {
  const made = actions.flatMap((a) =>
    a.type === "container.create" ? (foldersFor(a.container)?.all ?? []) : [],
  );
  const paths = [...new Set(made.map(({ mount }) => mount.path))].sort();
  return paths.map((path) => {
    const at = desired.hostPaths.find((p) => p.path === path && p.type === "")?.origin;
    return {
      message: `host path ${path} does not exist: a folder will be made`,
      hint: "write type: File if a file is meant, or type: DirectoryOrCreate if a folder is",
      ...(at === undefined ? {} : { at }),
    };
  });
}
