import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import { bytes, parseQuantity } from "../../../manifest/values/quantity.ts";
import { shellVariableHint } from "../../../manifest/values/shell-variable.ts";
import { leavesParent } from "../../container/check/check-mounts.ts";
import { placedContainers } from "../../container/pod-manifest.ts";
import type { LooseSpec } from "../schema.ts";
import { checkSecretMounts } from "./check-secret-mounts.ts";
import { checkEngineVolume } from "./engine-volume.ts";
import { checkSecretFile } from "./secret-file.ts";
import { isInMemory } from "./volume.ts";

type LooseVolume = NonNullable<NonNullable<LooseSpec["volumes"]>[number]>;

/** @param fromFile whether the manifest was read from a file, to which a path can be relative */
export function* checkVolumes(spec: LooseSpec, fromFile: boolean): Generator<Problem> {
  const names = new Set<string>();
  for (const volume of placed(spec.volumes, ["spec", "volumes"])) {
    yield* checkSource(volume);
    yield* checkHostPath(volume, fromFile);
    yield* checkSizeLimit(volume);
    if (volume.value.volume !== undefined)
      yield* checkEngineVolume({ value: volume.value.volume, path: below(volume.path, "volume") });
    const { secretFile } = volume.value;
    if (secretFile !== undefined)
      yield* checkSecretFile({ value: secretFile, path: below(volume.path, "secretFile") });
    const { name } = volume.value;
    if (name === undefined) continue;
    if (names.has(name)) {
      yield { path: below(volume.path, "name"), message: `names a second volume ${quote(name)}` };
    }
    names.add(name);
  }
  yield* checkPartsOfMemory(spec);
  yield* checkSecretMounts(spec);
}

function* checkSource({ value, path }: Placed<LooseVolume>): Generator<Problem> {
  // Any other key is an unknown source, and reported as such.
  const hasNone = Object.entries(value).every(
    ([key, given]) => key === "name" || key === "shareable" || (key === "external" && given === false),
  );
  if (hasNone) {
    yield {
      path,
      message: "has no source",
      hint: "write emptyDir: {} for a volume of the engine, volume with a driver and options, external: true for one that exists, or hostPath with a path",
    };
  }
  const given = (["emptyDir", "volume", "hostPath", "secretFile", "external"] as const).filter(
    (key) => value[key] !== undefined && value[key] !== false,
  );
  const [first, ...others] = given;
  for (const other of others) {
    yield {
      path: below(path, other),
      message: `is given together with ${first}`,
      hint: "keep one of the two",
    };
  }
}

function* checkSizeLimit({ value, path }: Placed<LooseVolume>): Generator<Problem> {
  const { emptyDir } = value;
  if (emptyDir?.sizeLimit === undefined) return;
  const at = below(path, "emptyDir", "sizeLimit");
  const quantity = parseQuantity(emptyDir.sizeLimit);
  if ("error" in quantity) {
    yield { path: at, message: `${quantity.error}: ${quote(emptyDir.sizeLimit)}`, hint: quantity.hint };
  } else if (bytes(quantity) < 1) {
    yield { path: at, message: `must be more than nothing, got ${quote(emptyDir.sizeLimit)}` };
  }
  if (isInMemory(emptyDir)) return;
  yield {
    path: at,
    on: "key",
    message: "is only for medium: Memory: the engine cannot limit a volume on its disk",
    hint: "leave it out, or write medium: Memory beside it",
  };
}

/** A part of a volume that begins empty for each container is nothing to mount. */
function* checkPartsOfMemory(spec: LooseSpec): Generator<Problem> {
  const inMemory = new Set(
    (spec.volumes ?? []).flatMap((v) =>
      v?.emptyDir !== undefined && isInMemory(v.emptyDir) ? [v.name] : [],
    ),
  );
  for (const container of placedContainers(spec, ["spec"])) {
    for (const { value, path } of placed(
      container.value.volumeMounts,
      below(container.path, "volumeMounts"),
    )) {
      if (!value.subPath || value.name === undefined || !inMemory.has(value.name)) continue;
      yield {
        path: below(path, "subPath"),
        message: `is not for ${quote(value.name)}, which is in memory`,
        hint: "leave it out",
      };
    }
  }
}

function* checkHostPath({ value, path }: Placed<LooseVolume>, fromFile: boolean): Generator<Problem> {
  const hostPath = value.hostPath?.path;
  if (hostPath === undefined || hostPath === "") return;
  const at = below(path, "hostPath", "path");
  if (hostPath.includes("\0")) yield { path: at, message: "must not contain NUL" };
  if (leavesParent(hostPath)) {
    yield { path: at, message: "must not contain ..", hint: "write the path from the root" };
  } else if (/^\.(\/|$)/.test(hostPath)) {
    if (fromFile) return;
    yield {
      path: at,
      message: "must be absolute: this manifest does not come from a file to which it could be relative",
      hint: "start it with /",
    };
  } else if (!hostPath.startsWith("/")) {
    yield {
      path: at,
      message: `must be absolute, got ${quote(hostPath)}`,
      hint:
        shellVariableHint(hostPath) ?? "start it with /, or with ./ if it is relative to the manifest's file",
    };
  }
  if (hostPath.startsWith("/") && shellVariableHint(hostPath) !== undefined) {
    yield {
      severity: "notice",
      path: at,
      message: "has a `$` that stays as it is: variables of the shell are not put in",
      hint: "write the whole path itself",
    };
  }
}
