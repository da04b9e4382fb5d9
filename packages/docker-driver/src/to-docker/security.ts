import type { SecuritySpec } from "@hashike/core";
import type { HostConfig } from "./create-body.ts";

/** Who runs the process is in `user.ts`; all else of a security context is here. */
export function securityHostConfig(security: SecuritySpec): HostConfig {
  const options = securityOptions(security);
  const sysctls = security.sysctls ?? {};
  return {
    ...(security.supplementalGroups?.length ? { GroupAdd: security.supplementalGroups.map(String) } : {}),
    ...(security.privileged === undefined ? {} : { Privileged: security.privileged }),
    ...(security.capabilitiesAdd?.length ? { CapAdd: security.capabilitiesAdd } : {}),
    ...(security.capabilitiesDrop?.length ? { CapDrop: security.capabilitiesDrop } : {}),
    ...(security.readOnlyRootFilesystem === undefined
      ? {}
      : { ReadonlyRootfs: security.readOnlyRootFilesystem }),
    ...(options.length === 0 ? {} : { SecurityOpt: options }),
    // Empty lists, not absent ones: absent means the engine's own lists.
    ...(security.procMount === "Unmasked" ? { MaskedPaths: [], ReadonlyPaths: [] } : {}),
    ...(Object.keys(sysctls).length === 0 ? {} : { Sysctls: sysctls }),
  };
}

function securityOptions({
  allowPrivilegeEscalation,
  seccomp,
  appArmor,
  seLinux,
}: SecuritySpec): readonly string[] {
  return [
    ...(allowPrivilegeEscalation === false ? ["no-new-privileges"] : []),
    ...(seccomp === "Unconfined" ? ["seccomp=unconfined"] : []),
    ...appArmorOption(appArmor),
    ...(["user", "role", "type", "level"] as const).flatMap((part) => {
      const value = seLinux?.[part];
      return value === undefined ? [] : [`label=${part}:${value}`];
    }),
  ];
}

/** The runtime's default profile is what the engine uses unasked. */
function appArmorOption(profile: string | undefined): readonly string[] {
  if (profile === undefined || profile === "RuntimeDefault") return [];
  return [`apparmor=${profile === "Unconfined" ? "unconfined" : profile}`];
}
