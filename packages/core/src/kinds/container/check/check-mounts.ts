import { didYouMean } from "../../../manifest/did-you-mean.ts";
import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import type { LooseContainer } from "../pod-manifest.ts";

/** @param volumeNames of the manifest; of a manifest whose volumes are not known, mounts are not checked */
export function* checkMounts(
  { value, path }: Placed<LooseContainer>,
  volumeNames: ReadonlySet<string> | undefined,
): Generator<Problem> {
  const mountPaths = new Set<string>();
  for (const mount of placed(value.volumeMounts, below(path, "volumeMounts"))) {
    const { name, mountPath, subPath } = mount.value;
    if (name !== undefined && volumeNames?.has(name) === false) {
      yield { path: below(mount.path, "name"), ...noSuchVolume(name, volumeNames) };
    }
    if (
      subPath !== undefined &&
      (subPath.startsWith("/") || leavesParent(subPath) || subPath.includes("\0"))
    ) {
      yield {
        path: below(mount.path, "subPath"),
        message: `must be relative and without .., got ${quote(subPath)}`,
      };
    }
    if (mountPath === undefined) continue;
    if (mountPath.includes(":")) {
      yield {
        path: below(mount.path, "mountPath"),
        message: `must not contain ":", got ${quote(mountPath)}`,
      };
    }
    const place = mountPath.replace(/(?<=[^/])\/+$/, "");
    if (mountPaths.has(place)) {
      yield {
        path: below(mount.path, "mountPath"),
        message: `is mounted twice: ${quote(place)}`,
        hint: "give each mount its own path",
      };
    }
    mountPaths.add(place);
  }
}

function noSuchVolume(name: string, names: ReadonlySet<string>): Pick<Problem, "message" | "hint"> {
  const similar = didYouMean(name, names);
  return {
    message: `names the volume ${quote(name)}, which is not in spec.volumes`,
    hint: similar === undefined ? "add it to spec.volumes" : `did you mean ${quote(similar)}?`,
  };
}

/** Whether a path has `..` in it. */
export function leavesParent(path: string): boolean {
  return path.split("/").includes("..");
}
