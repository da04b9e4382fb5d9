import { below, type Placed, placed } from "../../manifest/loose.ts";
import type { Problem } from "../../manifest/problem.ts";
import { quote } from "../../manifest/safe-text.ts";
import { shellVariableHint } from "../../manifest/values/shell-variable.ts";
import { leavesParent } from "../container/check/check-mounts.ts";
import type { LooseSpec } from "./schema.ts";

type LooseVolume = NonNullable<NonNullable<LooseSpec["volumes"]>[number]>;

/** @param fromFile whether the manifest was read from a file, to which a path can be relative */
export function* checkVolumes(spec: LooseSpec, fromFile: boolean): Generator<Problem> {
  const names = new Set<string>();
  for (const volume of placed(spec.volumes, ["spec", "volumes"])) {
    yield* checkSource(volume);
    yield* checkHostPath(volume, fromFile);
    const { name } = volume.value;
    if (name === undefined) continue;
    if (names.has(name)) {
      yield { path: below(volume.path, "name"), message: `names a second volume ${quote(name)}` };
    }
    names.add(name);
  }
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
      hint: "write emptyDir: {} for a volume of the engine, external: true for one that exists, or hostPath with a path",
    };
  }
  const given = (["emptyDir", "hostPath", "external"] as const).filter(
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
