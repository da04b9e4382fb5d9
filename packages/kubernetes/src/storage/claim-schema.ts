import {
  choice,
  ignored,
  list,
  mapping,
  type ObjectManifest,
  optional,
  type Static,
  text,
  textMap,
  unsupported,
} from "@hashike/core/kinds";

export const claimKindName = { group: "", versions: ["v1"], kind: "PersistentVolumeClaim" } as const;

/** Source: kubernetes/api core/v1/types.go, PersistentVolumeAccessMode. */
export const accessModesSchema = list(
  "How it may be mounted.",
  choice("A way.", ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]),
  { partial: "compared between claims and volumes, else without effect" },
);

export const volumeModeSchema = choice("Filesystem.", ["Filesystem"], {
  default: "Filesystem",
  unsupportedChoices: ["Block"],
});

export const quantitySchema = text("Bytes: 10Gi.", { acceptsScalars: ["number"] });

const storage = { storage: optional(quantitySchema) };

/** Source: kubernetes/apimachinery meta/v1/types.go, LabelSelector. */
export const selectorSchema = mapping(
  "LabelSelector",
  "Labels that the volume must have.",
  { matchLabels: optional(textMap("Labels and their values.")) },
  { unsupportedKeys: unsupported("matchExpressions", "write matchLabels, or volumeName") },
);

/** Source: kubernetes/api core/v1/types.go, PersistentVolumeClaimSpec. */
export const claimSpecSchema = mapping(
  "PersistentVolumeClaimSpec",
  "What volume is wanted.",
  {
    accessModes: optional(accessModesSchema),
    resources: optional(
      mapping("VolumeResourceRequirements", "How large it must be.", {
        requests: optional(
          mapping("VolumeRequests", "At least.", storage, {
            partial: "compared with the capacity of volumes; a volume of the engine has no limit",
          }),
        ),
        limits: optional(mapping("VolumeLimits", "At most; not enforced.", storage)),
      }),
    ),
    volumeName: optional(text("Name of the PersistentVolume to use.")),
    storageClassName: optional(
      text("Class of the PersistentVolume to use; where there is none, a volume of the engine is made.", {
        partial: "a class by itself means nothing",
      }),
    ),
    selector: optional(selectorSchema),
    volumeMode: optional(volumeModeSchema),
  },
  {
    ignoredKeys: ignored("volumeAttributesClassName", "volumes of the engine have no such attributes"),
    unsupportedKeys: unsupported(
      "dataSource dataSourceRef",
      "leave it out: nothing here copies the data of another volume",
    ),
  },
);

export interface PersistentVolumeClaim extends ObjectManifest {
  readonly spec: Static<typeof claimSpecSchema>;
}
