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
  yield* checkShareOfMemory(spec, at);
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

/** Memory is each container's own: what init containers write there would not reach the others. */
function* checkShareOfMemory(spec: LoosePodSpec, at: Path): Generator<Problem> {
  const inMemory = new Set(
    spec.volumes?.flatMap((volume) => (volume?.emptyDir?.medium === "Memory" ? [volume.name] : [])),
  );
  const mounted = (list: "initContainers" | "containers") =>
    [...placed(spec[list], below(at, list))].flatMap(({ value, path }) => [
      ...placed(value.volumeMounts, below(path, "volumeMounts")),
    ]);
  const byInits = new Set(mounted("initContainers").map(({ value }) => value.name));
  for (const { value, path } of mounted("containers")) {
    if (value.subPath && inMemory.has(value.name)) {
      yield { path: below(path, "subPath"), message: "is not for a volume in memory", hint: "leave it out" };
    }
    if (!inMemory.has(value.name) || !byInits.has(value.name)) continue;
    yield {
      path: below(path, "name"),
      message: `${quote(value.name ?? "")} is in memory, and an init container mounts it as well: each would have its own`,
      hint: "leave out medium: Memory",
    };
  }
}
