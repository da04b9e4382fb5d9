import type { HashikeManifest } from "../manifest/kinds/hashike.ts";
import type { UpdateSpec } from "./desired-state.ts";

export function buildUpdate({
  strategy,
  minReadySeconds,
  progressDeadlineSeconds = 600,
}: HashikeManifest["spec"]): UpdateSpec {
  return {
    strategy: strategy?.type ?? "RollingUpdate",
    staging: strategy?.staging ?? "preferred",
    ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    progressDeadlineSeconds,
  };
}
