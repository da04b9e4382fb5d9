import { choice, flag, mapping, optional, text, unsupported } from "../../../manifest/schema.ts";
import { volumeNameRule } from "../../container/schema/names.ts";
import { hostPathSchema } from "../../container/schema/volume.ts";
import { engineVolumeSchema } from "./engine-volume.ts";
import { secretFileSchema } from "./secret-file.ts";

const unsupportedVolumes = {
  ...unsupported(
    "awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs image iscsi persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO storageos vsphereVolume",
    "use emptyDir or hostPath",
  ),
  ...unsupported("nfs", 'write volume: {options: {type: nfs, o: "addr=SERVER,nfsvers=4", device: ":/PATH"}}'),
  ...unsupported("secret", "write secretFile: {items: [{path: NAME, valueFrom: {file: PATH}}]}"),
};

export function isInMemory({ medium }: { readonly medium?: string | undefined }): boolean {
  return medium === "Memory";
}

/** Source: kubernetes/api core/v1/types.go, Volume. */
export const volumeSchema = mapping(
  "Volume",
  "A volume: exactly one of emptyDir, volume, hostPath, secretFile and external.",
  {
    name: text(
      "Name of the volume. An emptyDir or volume is kept by the engine under this name, which no other manifest may use for its own.",
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
        {
          medium: optional(
            choice(
              "Memory: a tmpfs that each container has for itself, empty at its start. Programs in it cannot be run.",
              ["", "Memory"],
              { default: "", unsupportedChoices: ["HugePages", "HugePages-2Mi", "HugePages-1Gi"] },
            ),
          ),
          sizeLimit: optional(
            text(
              "Bytes that it can hold, only with medium: Memory: 256Mi. Left out: half of the host's memory.",
              { acceptsScalars: ["number"] },
            ),
          ),
        },
      ),
    ),
    volume: optional(engineVolumeSchema),
    external: optional(
      flag(
        "true: a volume of the engine that exists, perhaps another manifest's. It is used, never created and never removed. Kind Hashike's own.",
      ),
    ),
    hostPath: optional(hostPathSchema),
    secretFile: optional(secretFileSchema),
  },
  { unsupportedKeys: unsupportedVolumes },
);
