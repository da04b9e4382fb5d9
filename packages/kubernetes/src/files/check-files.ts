import {
  below,
  leavesParent,
  type Path,
  type Placed,
  type Problem,
  placed,
  quote,
} from "@hashike/core/kinds";
import { checkFieldRef, checkResourceRef } from "../env/check-env.ts";
import type { LoosePodSpec } from "../pod/pod-spec-schema.ts";

type LooseVolume = NonNullable<NonNullable<LoosePodSpec["volumes"]>[number]>;
type LooseProjection = NonNullable<NonNullable<NonNullable<LooseVolume["projected"]>["sources"]>[number]>;
type LooseFields = Exclude<NonNullable<LooseVolume["downwardAPI"]>["items"], undefined>;

/** What no schema can say of a volume whose files come from the manifests. */
export function* checkFiles({ value, path }: Placed<LooseVolume>, spec: LoosePodSpec): Generator<Problem> {
  const { configMap, secret, downwardAPI, projected } = value;
  yield* checkPaths(configMap?.items, below(path, "configMap", "items"));
  yield* checkPaths(secret?.items, below(path, "secret", "items"));
  yield* checkFields(downwardAPI?.items, below(path, "downwardAPI", "items"), spec);
  for (const source of placed(projected?.sources, below(path, "projected", "sources"))) {
    yield* checkProjection(source, spec);
  }
}

/** One that has nothing is what is left of a token, which is ignored. */
function* checkProjection({ value, path }: Placed<LooseProjection>, spec: LoosePodSpec): Generator<Problem> {
  const [first, second] = Object.keys(value);
  if (second !== undefined) {
    const hint = "write an entry of its own for it";
    yield { path: below(path, second), message: `is given together with ${first}`, hint };
  }
  yield* checkPaths(value.configMap?.items, below(path, "configMap", "items"));
  yield* checkPaths(value.secret?.items, below(path, "secret", "items"));
  yield* checkFields(value.downwardAPI?.items, below(path, "downwardAPI", "items"), spec);
}

function* checkFields(items: LooseFields | undefined, at: Path, spec: LoosePodSpec): Generator<Problem> {
  yield* checkPaths(items, at);
  for (const { value, path } of placed(items, at)) {
    const { fieldRef, resourceFieldRef } = value;
    if (fieldRef !== undefined && resourceFieldRef !== undefined) {
      yield {
        path: below(path, "resourceFieldRef"),
        message: "is given together with fieldRef",
        hint: "keep one of the two",
      };
    }
    if (fieldRef === undefined && resourceFieldRef === undefined) {
      yield { path, message: "has no source", hint: "write fieldRef: {fieldPath: metadata.labels}" };
    }
    if (fieldRef?.fieldPath !== undefined) {
      yield* checkFieldRef(fieldRef.fieldPath, below(path, "fieldRef", "fieldPath"), "a file", spec);
    }
    if (resourceFieldRef === undefined) continue;
    const ref = { value: resourceFieldRef, path: below(path, "resourceFieldRef") };
    if (resourceFieldRef.containerName === undefined) {
      const hint = "write containerName with the name of one of the pod's containers";
      yield { path: ref.path, message: "names no container, as it must in a volume", hint };
    } else yield* checkResourceRef(ref, undefined, spec);
  }
}

function* checkPaths(
  items: readonly ({ readonly path?: string | undefined } | undefined)[] | undefined,
  at: Path,
): Generator<Problem> {
  for (const { value, path } of placed(items, at)) {
    const file = value.path ?? "";
    const message = whyNoFile(file);
    if (message !== undefined) yield { path: below(path, "path"), message: `${message}, got ${quote(file)}` };
  }
}

function whyNoFile(file: string): string | undefined {
  if (file.startsWith("/") || leavesParent(file)) return "must be relative and without ..";
  if (file.startsWith("..")) return "must not begin with ..";
  if (file.includes("\0")) return "must not contain NUL";
  const [last] = file.split("/").slice(-1);
  return file !== "" && (last === "" || last === ".") ? "must be the path of a file" : undefined;
}
