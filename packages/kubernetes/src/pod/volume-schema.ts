import {
  absolutePathRule,
  choice,
  flag,
  hostPathSchema,
  mapping,
  objectNameRule,
  optional,
  reworded,
  text,
  unsupported,
} from "@hashike/core/kinds";
import {
  configMapVolumeSchema,
  downwardVolumeSchema,
  projectedVolumeSchema,
  secretVolumeSchema,
} from "../files/files-schema.ts";
import { kubernetesMetadata } from "../metadata.ts";
import { claimSpecSchema } from "../storage/claim-schema.ts";
import { nfsSchema } from "../storage/nfs.ts";

const noDriver = "its data would not be there: use hostPath for what is mounted on the host";

/** Source: kubernetes/api core/v1/types.go, EmptyDirVolumeSource. */
const emptyDirSchema = mapping("EmptyDirVolumeSource", "An empty volume that goes with the pod.", {
  medium: optional(
    choice(
      "Memory: a tmpfs, empty at each start of the container. Programs in it cannot be run.",
      ["", "Memory"],
      {
        default: "",
        unsupportedChoices: ["HugePages", "HugePages-2Mi", "HugePages-1Gi"],
      },
    ),
  ),
  sizeLimit: optional(
    text("Bytes that it can hold with medium: Memory: 256Mi. Left out: half of the host's memory.", {
      acceptsScalars: ["number"],
      partial: "on disk it is not enforced",
    }),
  ),
});

/** Source: kubernetes/api core/v1/types.go, Volume. */
export const volumeSchema = mapping(
  "Volume",
  "A volume, of one source; without any it is an emptyDir.",
  {
    name: text("Name by which containers mount it.", objectNameRule),
    emptyDir: optional(
      reworded(emptyDirSchema, {
        partial: "it begins with what the image has at its place, and is not writable for all users",
      }),
    ),
    persistentVolumeClaim: optional(
      mapping("PersistentVolumeClaimVolumeSource", "The data of a claim.", {
        claimName: text("Name of the claim, in the pod's namespace.", { minLength: 1 }),
        readOnly: optional(flag("Whether the pod may only read it.", { default: false })),
      }),
    ),
    ephemeral: optional(
      mapping(
        "EphemeralVolumeSource",
        "A volume of the engine that goes with the pod.",
        {
          volumeClaimTemplate: mapping("PersistentVolumeClaimTemplate", "What volume is wanted.", {
            metadata: optional(reworded(kubernetesMetadata, { required: [] })),
            spec: claimSpecSchema,
          }),
        },
        { partial: "no PersistentVolume is looked for, and the volume has no limit" },
      ),
    ),
    nfs: optional(nfsSchema),
    image: optional(
      mapping("ImageVolumeSource", "What is in an image, to be read; from Docker 28 on.", {
        reference: text("Image of a registry.", { minLength: 1 }),
        pullPolicy: optional(
          choice("When to ask the registry. Left out: as imagePullPolicy.", [
            "Always",
            "IfNotPresent",
            "Never",
          ]),
        ),
      }),
    ),
    configMap: optional(configMapVolumeSchema),
    secret: optional(secretVolumeSchema),
    downwardAPI: optional(downwardVolumeSchema),
    projected: optional(projectedVolumeSchema),
    hostPath: optional(
      reworded(hostPathSchema, {
        properties: {
          ...hostPathSchema.properties,
          path: reworded(hostPathSchema.properties.path, { description: "Absolute path on the host." }),
        },
      }),
    ),
  },
  {
    unsupportedKeys: {
      ...unsupported(
        "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk gitRepo glusterfs iscsi photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume",
        noDriver,
      ),
    },
  },
);

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
    subPathExpr: optional(
      text("The same with `$(NAME)` for variables of the container that have their value in clear."),
    ),
    mountPropagation: optional(
      choice("What is mounted later on the host does not appear.", ["None"], {
        default: "None",
        unsupportedChoices: ["HostToContainer", "Bidirectional"],
      }),
    ),
    recursiveReadOnly: optional(
      choice(
        "Whether what is mounted below is read-only as well: as the engine does it.",
        ["Disabled", "IfPossible"],
        {
          default: "Disabled",
          unsupportedChoices: ["Enabled"],
        },
      ),
    ),
  },
  {
    hint: "write it as {name: VOLUME, mountPath: /path}, with a volume of that name in spec.volumes",
  },
);
