import type { AppliedObject, Path, World } from "@hashike/core/kinds";
import type { PodName } from "./names.ts";
import type { PodSpec } from "./pod-spec-schema.ts";

/** A pod that is built, and what its parts may use besides it. */
export interface PodPlace {
  readonly object: AppliedObject;
  readonly world: World;
  readonly pod: PodName;
  readonly spec: PodSpec;
  /** Where the spec is in the object. */
  readonly at: Path;
}
