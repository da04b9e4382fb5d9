import type { ContainerRole, PodMembership } from "@hashike/core";
import type { HostConfig } from "./create-body.ts";

/**
 * What the containers of a pod share. An engine keeps the ID of the sandbox, whatever name it is given later, so a new
 * sandbox needs new containers.
 * @param sandboxId the engine's
 */
export function namespacesHostConfig(
  role: ContainerRole,
  pod: PodMembership | undefined,
  sandboxId: string | undefined,
): HostConfig {
  if (role === "sandbox") return { IpcMode: "shareable" };
  if (pod === undefined) return {};
  if (sandboxId === undefined) throw new Error(`no sandbox ${pod.sandbox} was given`);
  const shared = `container:${sandboxId}`;
  return {
    NetworkMode: shared,
    IpcMode: shared,
    ...(pod.sharesProcesses === true ? { PidMode: shared } : {}),
  };
}
