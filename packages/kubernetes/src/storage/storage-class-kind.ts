import {
  anyMap,
  flag,
  type KindDefinition,
  list,
  objectSchema,
  optional,
  reworded,
  type Static,
  text,
} from "@hashike/core/kinds";
import { kubernetesObject } from "../metadata.ts";
import { asWritten } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";

const name = { group: "storage.k8s.io", versions: ["v1", "v1beta1"], kind: "StorageClass" } as const;

const noProvisioner = "volumes without a PersistentVolume are made by the engine, whatever the class says";

const schema = objectSchema(
  name,
  "A name by which claims and volumes find each other.",
  {
    provisioner: optional(text("Who makes volumes.", { partial: noProvisioner })),
    parameters: optional(reworded(anyMap("What it is told."), { partial: noProvisioner })),
    reclaimPolicy: optional(
      text("What happens to data without a claim.", { partial: "the data always stays" }),
    ),
    volumeBindingMode: optional(text("When a volume is made.", { partial: "at once" })),
    allowVolumeExpansion: optional(flag("Whether claims may grow.", { partial: "volumes have no limit" })),
    mountOptions: optional(list("How it is mounted.", text("An option."), { partial: noProvisioner })),
    allowedTopologies: optional(
      list("Where it may be.", anyMap("A place."), { partial: "there is only one host" }),
    ),
  },
  kubernetesObject,
);

/** Source: kubernetes/api storage/v1/types.go, StorageClass. */
export const storageClassKind: KindDefinition<Static<typeof schema>> = {
  ...name,
  plural: "storageclasses",
  shortNames: ["sc"],
  isClusterWide: true,
  schema,
  spansApplies: true,
  noted: {
    note: asWritten,
    table: {
      headings: ["PROVISIONER", "RECLAIMPOLICY", "VOLUMEBINDINGMODE", "ALLOWVOLUMEEXPANSION"],
      cells: ({ provisioner = "", reclaimPolicy, volumeBindingMode, allowVolumeExpansion }) => [
        provisioner,
        reclaimPolicy ?? "Delete",
        volumeBindingMode ?? "Immediate",
        String(allowVolumeExpansion ?? false),
      ],
    },
  },
  check({ metadata }, report) {
    report.add(checkObjectName(metadata));
  },
  contribute: () => ({}),
};
