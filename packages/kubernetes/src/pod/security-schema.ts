import {
  ignored,
  mapping,
  optional,
  podSecurityContextSchema,
  reworded,
  securityContextSchema,
  unsupported,
  wholeNumber,
} from "@hashike/core/kinds";

const windows = unsupported("windowsOptions", "containers here are Linux");

/** Source: kubernetes/api core/v1/types.go, SecurityContext. */
export const containerSecuritySchema = reworded(securityContextSchema, { unsupportedKeys: windows });

const selinux = "labels of volumes are left as the engine makes them";

/** Source: kubernetes/api core/v1/types.go, PodSecurityContext. */
export const podSecuritySchema = mapping(
  "PodSecurityContext",
  "Rights of all containers.",
  {
    ...podSecurityContextSchema.properties,
    fsGroup: optional(
      wholeNumber("A further group ID of the processes.", 0, 2 ** 31 - 1, {
        partial: "the files of volumes are not given to the group",
      }),
    ),
  },
  {
    ignoredKeys: {
      ...ignored("fsGroupChangePolicy", "the files of volumes are not given to a group"),
      ...ignored("supplementalGroupsPolicy", "the groups of the image count as well"),
      ...ignored("seLinuxChangePolicy", selinux),
    },
    unsupportedKeys: windows,
  },
);
