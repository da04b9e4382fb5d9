import { type KindDefinition, objectSchema, type Static } from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { checkObjectName } from "../object-name.ts";
import { boundVolume } from "./bind-claims.ts";
import { checkStorage } from "./check-storage.ts";
import { claimSpecSchema } from "./claim-schema.ts";
import { claimVolume } from "./claim-volume.ts";

const name = { group: "", versions: ["v1"], kind: "PersistentVolumeClaim" } as const;

const schema = objectSchema(
  name,
  "Data that lasts, in a volume of the engine or in the PersistentVolume that fits.",
  { spec: claimSpecSchema },
  { ...kubernetesObject, ...statusKey },
);

/** Source: kubernetes/api core/v1/types.go, PersistentVolumeClaim. */
export const claimKind: KindDefinition<Static<typeof schema>> = {
  ...name,
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  schema,
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    for (const list of ["requests", "limits"] as const) {
      report.add(checkStorage(spec?.resources?.[list]?.storage, ["spec", "resources", list, "storage"]));
    }
  },
  contribute(object, world) {
    if (boundVolume(object.owner, world) !== undefined) return {};
    return { volumes: [claimVolume(object)] };
  },
};
