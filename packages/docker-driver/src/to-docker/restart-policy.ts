import type { ContainerSpec } from "@hashike/core";
import type { HostConfig } from "./create-body.ts";

/** An init container is tried three times an apply: once, and twice more. */
const initRetries = 2;

const names = { Always: "always", OnFailure: "on-failure", UnlessStopped: "unless-stopped" } as const;

/**
 * An init container never gets `always`: the engine would run it again after it has done its work.
 * Each start of a container counts its retries anew.
 */
export function restartPolicy({
  role,
  restartPolicy,
}: Pick<ContainerSpec, "role" | "restartPolicy">): NonNullable<HostConfig["RestartPolicy"]> {
  if (restartPolicy === "Never") return { Name: "no" };
  if (role === "init") return { Name: "on-failure", MaximumRetryCount: initRetries };
  return { Name: names[restartPolicy] };
}
