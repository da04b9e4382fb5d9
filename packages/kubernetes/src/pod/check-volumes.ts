import {
  below,
  leavesParent,
  type Path,
  type Placed,
  type Problem,
  parseQuantity,
  placed,
  quote,
} from "@hashike/core/kinds";
import { checkFiles } from "../files/check-files.ts";
import type { LoosePodSpec } from "./pod-spec-schema.ts";
import { sharedMemory } from "./sandbox.ts";

type LooseVolume = NonNullable<NonNullable<LoosePodSpec["volumes"]>[number]>;

/** The names that mounts may use; `undefined` when one of them cannot be read. */
export function volumeNamesOf({ volumes = [] }: LoosePodSpec): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const volume of volumes) {
    if (volume?.name === undefined) return undefined;
    names.add(volume.name);
  }
  return names;
}

export function* checkVolumes(spec: LoosePodSpec, at: Path): Generator<Problem> {
  const names = new Set<string>();
  for (const volume of placed(spec.volumes, below(at, "volumes"))) {
    yield* checkSources(volume);
    yield* checkHostPath(volume);
    yield* checkEmptyDir(volume);
    yield* checkFiles(volume, spec);
    const { name } = volume.value;
    if (name === undefined) continue;
    if (names.has(name)) {
      yield { path: below(volume.path, "name"), message: `names a second volume ${quote(name)}` };
    }
    names.add(name);
  }
  yield* checkSubPathsOfMemory(spec, at);
}

function* checkSources({ value, path }: Placed<LooseVolume>): Generator<Problem> {
  const [first, second] = Object.keys(value).filter((key) => key !== "name");
  if (second === undefined) return;
  yield {
    path: below(path, second),
    message: `is given together with ${first}`,
    hint: "keep one of the two",
  };
}

function* checkHostPath({ value, path }: Placed<LooseVolume>): Generator<Problem> {
  const hostPath = value.hostPath?.path;
  if (hostPath === undefined || hostPath === "") return;
  const at = below(path, "hostPath", "path");
  if (hostPath.includes("\0")) yield { path: at, message: "must not contain NUL" };
  if (leavesParent(hostPath)) {
    yield { path: at, message: "must not contain ..", hint: "write the path from the root" };
  } else if (!hostPath.startsWith("/")) {
    yield { path: at, message: `must be absolute, got ${quote(hostPath)}`, hint: "start it with /" };
  }
}

function* checkEmptyDir({ value, path }: Placed<LooseVolume>): Generator<Problem> {
  const { emptyDir } = value;
  if (emptyDir?.sizeLimit === undefined) return;
  const at = below(path, "emptyDir", "sizeLimit");
  const quantity = parseQuantity(emptyDir.sizeLimit);
  if ("error" in quantity) {
    yield { path: at, message: `${quantity.error}: ${quote(emptyDir.sizeLimit)}`, hint: quantity.hint };
  } else if (emptyDir.medium !== "Memory" && quantity.nano > 0n) {
    const message = "is ignored: the engine cannot limit a volume on its disk";
    yield { severity: "notice", path: at, on: "key", message };
  }
}

/** An engine mounts a tmpfs of a container, and has no part of it to mount. */
function* checkSubPathsOfMemory(spec: LoosePodSpec, at: Path): Generator<Problem> {
  const shared = new Set(sharedMemory(spec));
  const own = new Set(
    spec.volumes?.flatMap((volume) =>
      volume?.name !== undefined && volume.emptyDir?.medium === "Memory" && !shared.has(volume.name)
        ? [volume.name]
        : [],
    ),
  );
  for (const list of ["initContainers", "containers"] as const) {
    for (const { value, path } of placed(spec[list], below(at, list))) {
      for (const { value: mount, path: entry } of placed(value.volumeMounts, below(path, "volumeMounts"))) {
        const key = mount.subPath ? "subPath" : "subPathExpr";
        if (mount.subPath && mount.subPathExpr) {
          const message = "is given together with subPath";
          yield { path: below(entry, "subPathExpr"), message, hint: "keep one of the two" };
        }
        if (!mount[key] || mount.name === undefined || !own.has(mount.name)) continue;
        yield {
          path: below(entry, key),
          message: "is not for a volume in memory",
          hint: "leave it out",
        };
      }
    }
  }
}
