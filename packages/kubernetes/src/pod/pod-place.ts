import type { AppliedObject, Path, World } from "@hashike/core/kinds";
import type { PodName } from "./names.ts";
import type { PodSpec } from "./pod-spec-schema.ts";

/** What containers can ask of their pod. */
export interface PodMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** A pod that is built, and what its parts may use besides it. */
export interface PodPlace {
  readonly object: AppliedObject;
  readonly world: World;
  readonly pod: PodName;
  readonly spec: PodSpec;
  /** Where the spec is in the object. */
  readonly at: Path;
  readonly metadata: PodMetadata;
  /** All that the pod is made from: another one of it makes another pod. */
  readonly template: unknown;
}
