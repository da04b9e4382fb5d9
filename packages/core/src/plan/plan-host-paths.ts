import type { DesiredState, HostPathSpec, HostPathType } from "../desired/desired-state.ts";
import type { HostPathKind, ObservedState } from "../observed/observed-state.ts";
import type { Action, ImageRef } from "./action.ts";
import { emptyPart, type PlanPart } from "./part.ts";
import type { ImagesPart } from "./plan-images.ts";

export interface HostPathsPart extends PlanPart {
  /** Ids of the checks that must pass before anything is created. */
  readonly checks: readonly string[];
}

/**
 * Holds every host path against its type. What the driver could see is decided here; what it could not see, and
 * files that are to be made, become the first actions of the apply.
 * Source of the rules: kubernetes/api core/v1/types.go, HostPathType.
 */
export function planHostPaths(
  desired: DesiredState,
  observed: ObservedState,
  images: ImagesPart,
): HostPathsPart {
  const part = emptyPart();
  const kinds = new Map(observed.hostPaths.map((p) => [p.path, p.kind]));
  const checks: Action[] = [];
  for (const hostPath of desired.hostPaths) {
    const kind = kinds.get(hostPath.path) ?? "unknown";
    const verdict = judge(hostPath.type, kind);
    if (verdict === "good") continue;
    if (verdict === "act") {
      const check = makeCheck(hostPath, desired, images);
      if (check !== undefined) checks.push(check);
      continue;
    }
    part.problems.push({
      severity: "error",
      path: `hostPath ${hostPath.path}`,
      message: verdict.message,
      hint: verdict.hint,
      ...(hostPath.origin === undefined ? {} : { at: hostPath.origin }),
    });
  }
  part.actions.push(...checks);
  return { ...part, checks: checks.map((c) => c.id) };
}

type Verdict = "good" | "act" | { readonly message: string; readonly hint: string };

const wantedKind: Readonly<Record<Exclude<HostPathType, "">, HostPathKind>> = {
  DirectoryOrCreate: "directory",
  Directory: "directory",
  FileOrCreate: "file",
  File: "file",
  Socket: "socket",
  CharDevice: "charDevice",
  BlockDevice: "blockDevice",
};

function judge(type: HostPathType, kind: HostPathKind): Verdict {
  // Without a type anything will do, and the engine makes a missing directory when the container starts.
  if (type === "") return "good";
  if (kind === "unknown") return "act";
  if (kind === wantedKind[type]) return "good";
  if (kind !== "missing") {
    return {
      message: `is ${describeKind(kind)} on the engine's host, but type ${type} wants ${describeKind(wantedKind[type])}`,
      hint: "correct the path or its type",
    };
  }
  if (type === "DirectoryOrCreate") return "good";
  if (type === "FileOrCreate") return "act";
  const orCreate = type === "Directory" || type === "File" ? `, or write type: ${type}OrCreate` : "";
  return {
    message: `does not exist on the engine's host, but type ${type} wants ${describeKind(wantedKind[type])}`,
    hint: `create it there${orCreate}`,
  };
}

function describeKind(kind: HostPathKind): string {
  const words: Readonly<Record<HostPathKind, string>> = {
    missing: "missing",
    directory: "a directory",
    file: "a file",
    socket: "a socket",
    charDevice: "a character device",
    blockDevice: "a block device",
    other: "something else",
    unknown: "unknown",
  };
  return words[kind];
}

function makeCheck(hostPath: HostPathSpec, desired: DesiredState, images: ImagesPart): Action | undefined {
  const image = imageOfMounter(hostPath, desired, images);
  if (image === undefined) return undefined;
  return {
    id: `hostPath.check/${hostPath.path}:${hostPath.type}`,
    type: "hostPath.check",
    target: { kind: "hostPath", name: hostPath.path },
    cause: { kind: "missing" },
    dependsOn: "broughtBy" in image ? [image.broughtBy] : [],
    path: hostPath.path,
    pathType: hostPath.type,
    image,
  };
}

/** A container that mounts the path tells which image will be on the engine by then. */
function imageOfMounter(
  hostPath: HostPathSpec,
  desired: DesiredState,
  images: ImagesPart,
): ImageRef | undefined {
  const mounter = desired.containers.find((c) =>
    c.mounts.some((m) => m.type === "hostPath" && m.path === hostPath.path && m.pathType === hostPath.type),
  );
  return mounter === undefined ? undefined : images.chosen.get(mounter.image)?.ref;
}
