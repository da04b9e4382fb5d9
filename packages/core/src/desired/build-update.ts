import type { ContainerManifest } from "../manifest/kinds/container.ts";
import type { HashikeManifest } from "../manifest/kinds/hashike.ts";
import type { UpdateSpec } from "./desired-state.ts";

export function buildUpdate(
  container: Pick<ContainerManifest, "drainSeconds" | "renewAnonymousVolumes">,
  { strategy, minReadySeconds, progressDeadlineSeconds = 600, drainSeconds = 1 }: HashikeManifest["spec"],
): UpdateSpec {
  return {
    strategy: strategy?.type ?? "RollingUpdate",
    mayTakeOverPorts: strategy?.staging !== "none",
    drainSeconds: container.drainSeconds ?? drainSeconds,
    ...(container.renewAnonymousVolumes === true ? { renewAnonymousVolumes: true } : {}),
    ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    progressDeadlineSeconds,
  };
}
