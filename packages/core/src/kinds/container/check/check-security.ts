import { didYouMean } from "../../../manifest/did-you-mean.ts";
import { below, type Placed, placed } from "../../../manifest/loose.ts";
import type { Path } from "../../../manifest/path.ts";
import type { Problem } from "../../../manifest/problem.ts";
import { quote } from "../../../manifest/safe-text.ts";
import type { LooseContainer, LoosePod } from "../pod-manifest.ts";

type PodSecurity = NonNullable<LoosePod["securityContext"]>;

// Source: linux/capability.h.
const capabilities: ReadonlySet<string> = new Set(
  "ALL AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM".split(
    " ",
  ),
);

// Others are not the container's own: the engine refuses to set them.
const ownSysctl = /^(net\.|kernel\.(shm|msg)|kernel\.sem$|fs\.mqueue\.)/;

export function* checkPodSecurity(pod: LoosePod, at: Path): Generator<Problem> {
  const path = below(at, "securityContext");
  yield* checkAppArmor(pod.securityContext, path);
  const names = new Set<string>();
  for (const sysctl of placed(pod.securityContext?.sysctls, below(path, "sysctls"))) {
    const { name } = sysctl.value;
    if (name === undefined || name === "") continue;
    if (!ownSysctl.test(name)) {
      yield {
        path: below(sysctl.path, "name"),
        message: `${quote(name)} cannot be set for a container`,
        hint: "allowed are net.*, kernel.shm*, kernel.msg*, kernel.sem and fs.mqueue.*; set others on the host",
      };
    }
    if (names.has(name)) yield { path: below(sysctl.path, "name"), message: `sets ${quote(name)} again` };
    names.add(name);
  }
}

export function* checkSecurity(
  { value, path }: Placed<LooseContainer>,
  pod: PodSecurity | undefined,
): Generator<Problem> {
  const context = value.securityContext;
  const at = below(path, "securityContext");
  yield* checkAppArmor(context, at);
  yield* checkRoot({ runAsUser: pod?.runAsUser, runAsNonRoot: pod?.runAsNonRoot, ...context }, context, path);
  if (context?.privileged === true && context.allowPrivilegeEscalation === false) {
    yield {
      path: below(at, "allowPrivilegeEscalation"),
      message: "must not be false for a privileged container",
      hint: "leave out one of the two",
    };
  }
  for (const list of ["add", "drop"] as const) {
    for (const name of placed(context?.capabilities?.[list], below(at, "capabilities", list))) {
      yield* checkCapability(name);
    }
  }
}

function* checkCapability({ value, path }: Placed<string>): Generator<Problem> {
  const short = value.replace(/^CAP_/, "");
  if (capabilities.has(short)) return;
  const similar = didYouMean(short.replace(/^cap_/i, ""), capabilities);
  yield {
    path,
    message: `${quote(value)} is not a Linux capability`,
    hint: similar === undefined ? "write a name as NET_ADMIN, in upper case" : `did you mean ${similar}?`,
  };
}

function* checkAppArmor(
  context: Pick<PodSecurity, "appArmorProfile"> | undefined,
  path: Path,
): Generator<Problem> {
  const profile = context?.appArmorProfile;
  if (profile?.type === undefined) return;
  if (profile.type === "Localhost" && profile.localhostProfile === undefined) {
    yield {
      path: below(path, "appArmorProfile"),
      message: "needs localhostProfile with type Localhost",
      hint: "name a profile that the host has loaded",
    };
  }
  if (profile.type !== "Localhost" && profile.localhostProfile !== undefined) {
    yield {
      path: below(path, "appArmorProfile", "localhostProfile"),
      message: `has no meaning with type ${profile.type}`,
      hint: "write type: Localhost, or leave it out",
    };
  }
}

/** @param effective with what the container takes over from spec.securityContext */
function* checkRoot(
  effective: Pick<PodSecurity, "runAsUser" | "runAsNonRoot">,
  own: Pick<PodSecurity, "runAsUser"> | undefined,
  path: Path,
): Generator<Problem> {
  if (effective.runAsNonRoot !== true || effective.runAsUser !== 0) return;
  yield {
    path: own === undefined ? path : below(path, "securityContext"),
    message: "would run as root (runAsUser 0), which runAsNonRoot forbids",
    hint: "choose another runAsUser",
  };
}
