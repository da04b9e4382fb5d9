import {
  absolutePathRule,
  flag,
  mapping,
  optional,
  type Static,
  text,
  type VolumeSpec,
} from "@hashike/core/kinds";

/** Source: kubernetes/api core/v1/types.go, NFSVolumeSource. */
export const nfsSchema = mapping(
  "NFSVolumeSource",
  "A folder of an NFS server, which the engine's host mounts when a container starts.",
  {
    server: text("Name or address of the server, as the engine's host knows it.", {
      pattern: "^[^,\\s]+$",
      patternErrorMessage: "must be the name or address of a server",
    }),
    path: text("Absolute path on the server.", absolutePathRule),
    readOnly: optional(flag("Whether it may only be read.", { default: false })),
  },
);

/** The kernel mounts it without mount.nfs, so nobody finds out which version the server has. */
const namesVersion = /(^|,)(nfs)?vers=/;

/** What the engine's own driver is told. @param mountOptions as of mount.nfs */
export function nfsDriver(
  { server, path, readOnly }: Static<typeof nfsSchema>,
  mountOptions: readonly string[] = [],
): NonNullable<VolumeSpec["driver"]> {
  const given = mountOptions.join(",");
  const o = [
    `addr=${server}`,
    ...(given === "" ? [] : [given]),
    ...(namesVersion.test(given) ? [] : ["nfsvers=4"]),
    ...(readOnly === true ? ["ro"] : []),
  ].join(",");
  return { name: "local", options: { type: "nfs", device: `:${path}`, o } };
}
