import type { UpdateSpec } from "../../desired/desired-state.ts";
import { onConfigChangeKey, parseOnConfigChange } from "../../manifest/values/on-config-change.ts";
import type { HashikeContainer, HashikeManifest } from "./schema.ts";

export function buildUpdate(
  container: HashikeContainer,
  { strategy, minReadySeconds, progressDeadlineSeconds = 600, drainSeconds = 1 }: HashikeManifest["spec"],
  annotations: Readonly<Record<string, string>>,
): UpdateSpec {
  const reaction = annotations[`${onConfigChangeKey}.${container.name}`] ?? annotations[onConfigChangeKey];
  const onConfigChange = reaction === undefined ? undefined : parseOnConfigChange(reaction);
  return {
    strategy: strategy?.type ?? "RollingUpdate",
    mayTakeOverPorts: strategy?.staging !== "none",
    drainSeconds: container.drainSeconds ?? drainSeconds,
    ...(container.renewAnonymousVolumes === true ? { renewAnonymousVolumes: true } : {}),
    ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
    progressDeadlineSeconds,
    ...(onConfigChange === undefined ? {} : { onConfigChange }),
  };
}
