import {
  choice,
  flag,
  list,
  mapping,
  optional,
  text,
  unsupported,
  wholeNumber,
} from "../../../manifest/schema.ts";

export const largestId = 2 ** 31 - 1;

const userFields = {
  runAsUser: optional(wholeNumber("User ID of the process. Left out: the image's.", 0, largestId)),
  runAsGroup: optional(wholeNumber("Group ID of the process. Left out: the image's.", 0, largestId)),
  runAsNonRoot: optional(flag("Refuses to start a process that would run as root.", { default: false })),
};

const profileFields = {
  seccompProfile: optional(
    mapping(
      "SeccompProfile",
      "Filter of system calls.",
      {
        type: choice(
          "RuntimeDefault is the engine's own filter, Unconfined is none.",
          ["RuntimeDefault", "Unconfined"],
          {
            unsupportedChoices: ["Localhost"],
          },
        ),
      },
      { unsupportedKeys: unsupported("localhostProfile", "use RuntimeDefault or Unconfined") },
    ),
  ),
  appArmorProfile: optional(
    mapping("AppArmorProfile", "AppArmor confinement.", {
      type: choice("RuntimeDefault is the engine's own profile, Localhost one that the host has loaded.", [
        "RuntimeDefault",
        "Unconfined",
        "Localhost",
      ]),
      localhostProfile: optional(
        text("Name of the profile; only and always with Localhost.", { minLength: 1 }),
      ),
    }),
  ),
  seLinuxOptions: optional(
    mapping("SELinuxOptions", "SELinux label of the process; no effect where SELinux is off.", {
      user: optional(text("SELinux user.")),
      role: optional(text("SELinux role.")),
      type: optional(text("SELinux type.")),
      level: optional(text("SELinux level.")),
    }),
  ),
};

/** Source: kubernetes/api core/v1/types.go, SecurityContext. */
export const securityContextSchema = mapping(
  "SecurityContext",
  "Rights of one container; wins over spec.securityContext.",
  {
    ...userFields,
    privileged: optional(flag("Gives the process nearly all rights on the host.", { default: false })),
    capabilities: optional(
      mapping("Capabilities", "Linux capabilities on top of, or less than, the engine's default.", {
        add: optional(list("Capabilities to add, e.g. NET_ADMIN, or ALL.", text("A capability."))),
        drop: optional(list("Capabilities to drop, e.g. NET_RAW, or ALL.", text("A capability."))),
      }),
    ),
    readOnlyRootFilesystem: optional(flag("Makes all but the volumes read-only.", { default: false })),
    allowPrivilegeEscalation: optional(
      flag("`false` keeps the process from gaining rights, e.g. by setuid programs.", { default: true }),
    ),
    ...profileFields,
    procMount: optional(
      choice("Unmasked shows all of /proc, also what is masked by default.", ["Default", "Unmasked"], {
        default: "Default",
      }),
    ),
  },
  { unsupportedKeys: unsupported("windowsOptions seLinuxChangePolicy") },
);

/** Source: kubernetes/api core/v1/types.go, PodSecurityContext. */
export const podSecurityContextSchema = mapping(
  "PodSecurityContext",
  "Rights of all containers.",
  {
    ...userFields,
    supplementalGroups: optional(
      list("Further group IDs of the process.", wholeNumber("A group ID.", 0, largestId)),
    ),
    ...profileFields,
    sysctls: optional(
      list(
        "Kernel settings of each container: `net.*`, `kernel.shm*`, `kernel.msg*`, `kernel.sem` and `fs.mqueue.*`.",
        mapping("Sysctl", "A kernel setting.", {
          name: text("Name of the setting, e.g. net.core.somaxconn.", { minLength: 1 }),
          value: text('Value of the setting, as text: "1024".'),
        }),
      ),
    ),
  },
  {
    unsupportedKeys: unsupported(
      "fsGroup fsGroupChangePolicy seLinuxChangePolicy supplementalGroupsPolicy windowsOptions",
    ),
  },
);
