import { below, type Path, type Problem, placed } from "@hashike/core/kinds";
import type { LoosePodSpec } from "./pod-spec-schema.ts";

const hint = "make a pod of each container, or list them in a manifest of kind Hashike";

/** What takes a network or processes that several containers share, which an engine does not give by itself. */
export function* checkOneContainer(spec: LoosePodSpec, at: Path): Generator<Problem> {
  const [, second] = spec.containers ?? [];
  if (second !== undefined) {
    yield {
      path: below(at, "containers", 1),
      message: "is a second container, which a pod cannot have yet",
      hint,
    };
  }
  for (const { value, path } of placed(spec.initContainers, below(at, "initContainers"))) {
    if (value.restartPolicy === undefined) continue;
    const message = "makes a sidecar of it, which a pod cannot have yet";
    yield { path: below(path, "restartPolicy"), message, hint };
  }
  if (spec.shareProcessNamespace === true) {
    const message = "is not supported yet";
    yield { path: below(at, "shareProcessNamespace"), message, hint: "leave it out" };
  }
}
