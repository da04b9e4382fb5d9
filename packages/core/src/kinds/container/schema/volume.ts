import { choice, flag, mapping, optional, text, unsupported } from "../../../manifest/schema.ts";
import { absolutePathRule } from "./names.ts";

/** Source: kubernetes/api core/v1/types.go, VolumeMount. */
export const volumeMountSchema = mapping(
  "VolumeMount",
  "Where a volume appears in the container.",
  {
    name: text("Name of a volume in spec.volumes."),
    mountPath: text("Absolute path in the container, without `:`.", absolutePathRule),
    readOnly: optional(flag("Whether the container may only read it.", { default: false })),
    subPath: optional(
      text("Path below the volume's root to mount instead of the root; relative, without `..`."),
    ),
  },
  {
    hint: "write it as {name: VOLUME, mountPath: /path}, with a volume of that name in spec.volumes",
    unsupportedKeys: unsupported("bindMountOptions mountPropagation recursiveReadOnly subPathExpr"),
  },
);

/** Source: kubernetes/api core/v1/types.go, HostPathVolumeSource and HostPathType. */
export const hostPathSchema = mapping(
  "HostPath",
  "A file or folder of the engine's host. A file that is mounted read-only and changes makes a new container: see metadata.annotations.",
  {
    path: text("Absolute path on the host, or `./…` relative to the manifest's file.", { minLength: 1 }),
    type: optional(
      choice(
        "What must be there before a container starts. Left out: anything; where nothing is, a folder is made, and a notice says so. A device of type CharDevice or BlockDevice can be opened in the container, with readOnly only to be read.",
        ["", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"],
        { default: "" },
      ),
    ),
  },
);
