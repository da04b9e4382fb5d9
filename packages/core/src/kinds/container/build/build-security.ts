import type { SecuritySpec } from "../../../desired/desired-state.ts";
import type { PodManifest } from "../pod-manifest.ts";
import type { ContainerManifest } from "../schema/container.ts";

type ContainerContext = NonNullable<ContainerManifest["securityContext"]>;
type PodContext = NonNullable<PodManifest["securityContext"]>;

/** Rights of one container: its own settings, and the manifest's where it says nothing. */
export function buildSecurity(own: ContainerContext = {}, shared: PodContext = {}): SecuritySpec {
  const seccomp = (own.seccompProfile ?? shared.seccompProfile)?.type;
  const appArmor = appArmorName(own.appArmorProfile ?? shared.appArmorProfile);
  const seLinux = own.seLinuxOptions ?? shared.seLinuxOptions;
  return defined({
    runAsUser: own.runAsUser ?? shared.runAsUser,
    runAsGroup: own.runAsGroup ?? shared.runAsGroup,
    runAsNonRoot: own.runAsNonRoot ?? shared.runAsNonRoot,
    supplementalGroups: shared.supplementalGroups,
    privileged: own.privileged,
    capabilitiesAdd: own.capabilities?.add,
    capabilitiesDrop: own.capabilities?.drop,
    readOnlyRootFilesystem: own.readOnlyRootFilesystem,
    allowPrivilegeEscalation: own.allowPrivilegeEscalation,
    seccomp,
    appArmor,
    seLinux,
    procMount: own.procMount,
    sysctls:
      shared.sysctls === undefined
        ? undefined
        : Object.fromEntries(shared.sysctls.map(({ name, value }) => [name, value])),
  });
}

/** The engine's default profile needs no word; the others are named as the engine calls them. */
function appArmorName(profile: ContainerContext["appArmorProfile"]): string | undefined {
  switch (profile?.type) {
    case "Unconfined":
      return "unconfined";
    case "Localhost":
      return profile.localhostProfile;
    default:
      return undefined;
  }
}

function defined(
  fields: { readonly [Key in keyof SecuritySpec]: SecuritySpec[Key] | undefined },
): SecuritySpec {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
