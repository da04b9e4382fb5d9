import { HashikeError, type SecuritySpec } from "@hashike/core";

/**
 * Whether {@link containerUser} depends on the user that the image names.
 * Finding that out costs an Engine call, so it is only asked for when needed.
 */
export function needsImageUser({ runAsUser, runAsGroup, runAsNonRoot }: SecuritySpec): boolean {
  return runAsUser === undefined && (runAsGroup !== undefined || runAsNonRoot === true);
}

/**
 * The engine's `User`: `uid`, `uid:gid`, or `undefined` for what the image says.
 * A group alone goes with the image's user, or with root where the image names none.
 * @param imageUser the image's `User` (`""`: none); read only when {@link needsImageUser}
 * @throws HashikeError `DRIVER_CONTAINER_CREATE_FAILED` when `runAsNonRoot` is broken or cannot be verified.
 *   Source: kubernetes pkg/kubelet/kuberuntime/security_context.go, verifyRunAsNonRoot.
 */
export function containerUser(security: SecuritySpec, imageUser: string): string | undefined {
  const { runAsUser, runAsGroup } = security;
  if (security.runAsNonRoot === true) verifyNonRoot(runAsUser ?? withoutGroup(imageUser));
  if (runAsGroup === undefined) return runAsUser === undefined ? undefined : String(runAsUser);
  return `${runAsUser ?? (withoutGroup(imageUser) || "0")}:${runAsGroup}`;
}

function verifyNonRoot(user: number | string): void {
  if (user === "" || user === "root" || Number(user) === 0) {
    throw new HashikeError(
      "DRIVER_CONTAINER_CREATE_FAILED",
      "runAsNonRoot is set, but the container would run as root",
      {
        hint: "set securityContext.runAsUser to a number other than 0",
      },
    );
  }
  if (typeof user === "string" && !/^\d+$/.test(user)) {
    throw new HashikeError(
      "DRIVER_CONTAINER_CREATE_FAILED",
      `runAsNonRoot is set, but the image's user "${user}" is a name: whether that is root cannot be verified`,
      { hint: "set securityContext.runAsUser to the user's number" },
    );
  }
}

function withoutGroup(user: string): string {
  return user.split(":")[0] ?? "";
}
