import type { DesiredState, HostPathSpec } from "../../desired/desired-state.ts";
import { mountedFilePaths } from "../../desired/mounted-files.ts";
import { judgeHostPath } from "../../observed/judge-host-path.ts";
import type { HostPathKind, ObservedState } from "../../observed/observed-state.ts";
import type { Action, CheckHostPath, ImageRef } from "../steps/action.ts";
import { type ActionBase, checkHostPath } from "../steps/make-action.ts";
import { emptyPart, type PlanPart } from "../steps/part.ts";
import type { ImagesPart } from "./plan-images.ts";

export interface HostPathsPart extends PlanPart {
  /** What must pass before anything is created. Not among `actions`: see {@link withChecks}. */
  readonly checks: readonly CheckHostPath[];
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
  const checks: CheckHostPath[] = [];
  for (const hostPath of desired.hostPaths) {
    const kind = kinds.get(hostPath.path) ?? "unknown";
    const verdict = judgeHostPath(hostPath.type, kind);
    if (verdict === "good") continue;
    if (verdict === "act") {
      const check = makeCheck(hostPath, kind, desired, images);
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
  return { ...part, checks };
}

/**
 * Puts the checks in front of everything that creates. A path that no new container mounts needs none: what runs
 * has it already, and an apply with nothing to do must not write to the engine.
 */
export function withChecks(
  actions: readonly Action[],
  checks: readonly CheckHostPath[],
  desired: DesiredState,
): readonly Action[] {
  if (checks.length === 0) return actions;
  const mounts = actions.flatMap((a) => (a.type === "container.create" ? a.container.mounts : []));
  const mounted = new Set(mounts.map((m) => (m.type === "hostPath" ? `${m.path}:${m.pathType}` : "")));
  const needed = checks.filter((c) => mounted.has(`${c.path}:${c.pathType}`));
  if (needed.length === 0) return actions;
  const ids = needed.map((c) => c.id);
  return [
    ...lookingAtFiles(needed, desired),
    ...actions.map((a) => (creates(a) ? { ...a, dependsOn: [...a.dependsOn, ...ids] } : a)),
  ];
}

/**
 * Where files cannot be seen from here, mounted ones are looked at when the engine's host is looked at anyway. Each check
 * looks at the path that it may make itself, the first one at all that have no check.
 */
function lookingAtFiles(
  checks: readonly CheckHostPath[],
  { containers }: DesiredState,
): readonly CheckHostPath[] {
  const files = new Set(containers.flatMap(mountedFilePaths));
  // What is missing was seen from here, and so are all files.
  const unseen = checks.filter(({ cause }) => cause.kind === "unseen");
  const checked = new Set(unseen.map(({ path }) => path));
  const others = [...files].filter((path) => !checked.has(path)).sort();
  return checks.map((check) => {
    if (check.cause.kind !== "unseen") return check;
    const looked = [...(files.has(check.path) ? [check.path] : []), ...(check === unseen[0] ? others : [])];
    return looked.length === 0 ? check : { ...check, files: looked };
  });
}

function creates(action: Action): boolean {
  return ["network.create", "volume.create", "container.create"].includes(action.type);
}

function makeCheck(
  hostPath: HostPathSpec,
  kind: HostPathKind,
  desired: DesiredState,
  images: ImagesPart,
): CheckHostPath | undefined {
  const image = imageOfMounter(hostPath, desired, images);
  if (image === undefined) return undefined;
  const base: ActionBase = {
    target: { kind: "hostPath", name: hostPath.path },
    cause: { kind: kind === "missing" ? "missing" : "unseen" },
  };
  return checkHostPath(base, {
    suffix: `:${hostPath.type}`,
    dependsOn: "broughtBy" in image ? [image.broughtBy] : [],
    path: hostPath.path,
    pathType: hostPath.type,
    image,
  });
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
