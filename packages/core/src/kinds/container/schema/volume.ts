import { choice, flag, mapping, optional, text } from "../../../manifest/schema.ts";
import { absolutePathRule, volumeNameRule } from "./names.ts";

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
  { hint: "write it as {name: VOLUME, mountPath: /path}, with a volume of that name in spec.volumes" },
);

/** Source: kubernetes/api core/v1/types.go, Volume; the types of hostPath are those of HostPathType. */
export const volumeSchema = mapping("Volume", "A volume: exactly one of emptyDir, hostPath and external.", {
  name: text(
    "Name of the volume. An emptyDir is kept by the engine under this name, which no other manifest may use for its own.",
    volumeNameRule,
  ),
  shareable: optional(
    flag(
      "Whether two containers may write to it at once, so that a new one can start beside the old one. Kind Hashike's own.",
      { default: false },
    ),
  ),
  emptyDir: optional(
    mapping(
      "EmptyDir",
      "A volume of the engine. Unlike in Kubernetes it is kept until it is deleted by name, and filled from the image at first.",
      {},
    ),
  ),
  external: optional(
    flag(
      "true: a volume of the engine that exists, perhaps another manifest's. It is used, never created and never removed. Kind Hashike's own.",
    ),
  ),
  hostPath: optional(
    mapping(
      "HostPath",
      "A file or folder of the engine's host. A file that is mounted read-only and changes makes a new container: see metadata.annotations.",
      {
        path: text("Absolute path on the host, or `./…` relative to the manifest's file.", { minLength: 1 }),
        type: optional(
          choice(
            "What must be there before a container starts. Left out: anything; where nothing is, a folder is made, and a notice says so.",
            [
              "",
              "DirectoryOrCreate",
              "Directory",
              "FileOrCreate",
              "File",
              "Socket",
              "CharDevice",
              "BlockDevice",
            ],
            { default: "" },
          ),
        ),
      },
    ),
  ),
});
