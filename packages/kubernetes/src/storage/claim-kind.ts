import { type KindDefinition, objectSchema, type Static } from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { asWritten } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";
import { boundVolume, refuseLost } from "./bind-claims.ts";
import { checkStorage } from "./check-storage.ts";
import { claimKindName, claimSpecSchema } from "./claim-schema.ts";
import { claimVolume } from "./claim-volume.ts";
import { appliedClaim } from "./claims-in.ts";
import { modesText } from "./storage-table.ts";

const schema = objectSchema(
  claimKindName,
  "Data that lasts, in a volume of the engine or in the PersistentVolume that fits.",
  { spec: claimSpecSchema },
  { ...kubernetesObject, ...statusKey },
);

/** Source: kubernetes/api core/v1/types.go, PersistentVolumeClaim. */
export const claimKind: KindDefinition<Static<typeof schema>> = {
  ...claimKindName,
  plural: "persistentvolumeclaims",
  shortNames: ["pvc"],
  schema,
  spansApplies: true,
  noted: {
    note(object, world) {
      const written = asWritten(object);
      const volumeName =
        boundVolume(object.owner, world)?.owner.name ?? claimVolume(appliedClaim(object)).name;
      return { ...written, spec: { ...written.spec, volumeName } };
    },
    table: {
      headings: ["STATUS", "VOLUME", "CAPACITY", "ACCESS MODES", "STORAGECLASS"],
      cells: ({ spec = {} }) => [
        "Bound",
        spec.volumeName ?? "",
        spec.resources?.requests?.storage ?? "",
        modesText(spec.accessModes),
        spec.storageClassName ?? "",
      ],
    },
  },
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    for (const list of ["requests", "limits"] as const) {
      report.add(checkStorage(spec?.resources?.[list]?.storage, ["spec", "resources", list, "storage"]));
    }
  },
  contribute(object, world) {
    if (boundVolume(object.owner, world) !== undefined) return {};
    const claim = appliedClaim(object);
    if (refuseLost(claim, world, { source: object.source, path: ["metadata", "name"] })) return {};
    return { volumes: [claimVolume(claim)] };
  },
};
