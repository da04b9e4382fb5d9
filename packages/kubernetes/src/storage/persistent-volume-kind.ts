import {
  choice,
  hostPathSchema,
  ignored,
  type KindDefinition,
  leavesParent,
  list,
  mapping,
  type NotedObject,
  objectSchema,
  optional,
  quote,
  reworded,
  type Static,
  text,
  unsupported,
} from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { asWritten } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";
import { oneHost } from "../words.ts";
import { checkStorage } from "./check-storage.ts";
import {
  accessModesSchema,
  type PersistentVolumeClaim,
  quantitySchema,
  volumeModeSchema,
} from "./claim-schema.ts";
import { nfsSchema } from "./nfs.ts";
import { modesText } from "./storage-table.ts";

const name = { group: "", versions: ["v1"], kind: "PersistentVolume" } as const;

const pathSchema = reworded(hostPathSchema.properties.path, { description: "Absolute path on the host." });

/** Source: kubernetes/api core/v1/types.go, PersistentVolumeSpec. */
const specSchema = mapping(
  "PersistentVolumeSpec",
  "Where the data is: exactly one of hostPath, local and nfs.",
  {
    hostPath: optional(
      reworded(hostPathSchema, { properties: { ...hostPathSchema.properties, path: pathSchema } }),
    ),
    local: optional(
      mapping(
        "LocalVolumeSource",
        "A folder of the host, which must be there.",
        { path: pathSchema },
        { unsupportedKeys: unsupported("fsType", "mount the device on the host") },
      ),
    ),
    nfs: optional(nfsSchema),
    mountOptions: optional(
      list("Options of mount.nfs; without a version, it is 4.", text("An option: nfsvers=4.1."), {
        partial: "only for nfs: a path of the host is mounted already",
      }),
    ),
    capacity: optional(
      mapping(
        "Capacity",
        "How large it is.",
        { storage: optional(quantitySchema) },
        { partial: "compared only" },
      ),
    ),
    accessModes: optional(accessModesSchema),
    storageClassName: optional(text("Class that a claim must name to get it.", { default: "" })),
    claimRef: optional(
      mapping(
        "ClaimRef",
        "The one claim that it is for.",
        { namespace: optional(text("Namespace of the claim.")), name: optional(text("Name of the claim.")) },
        { droppedKeys: ["apiVersion", "kind", "uid", "resourceVersion", "fieldPath"] },
      ),
    ),
    persistentVolumeReclaimPolicy: optional(
      choice(
        "What happens to the data without a claim: it stays, whatever this says.",
        ["Retain", "Delete", "Recycle"],
        {
          default: "Retain",
          partial: "the data always stays",
        },
      ),
    ),
    volumeMode: optional(volumeModeSchema),
  },
  {
    ignoredKeys: {
      ...ignored("nodeAffinity", oneHost),
      ...ignored("volumeAttributesClassName", "volumes of the engine have no such attributes"),
    },
    unsupportedKeys: unsupported(
      "awsElasticBlockStore azureDisk azureFile cephfs cinder csi fc flexVolume flocker gcePersistentDisk glusterfs iscsi photonPersistentDisk portworxVolume quobyte rbd scaleIO storageos vsphereVolume",
      "mount it on the host, and use hostPath",
    ),
  },
);

const sources = ["hostPath", "local", "nfs"] as const;

const schema = objectSchema(
  name,
  "A folder of the host, or of an NFS server, that a claim can get.",
  { spec: specSchema },
  { ...kubernetesObject, ...statusKey },
);

export type PersistentVolume = Static<typeof schema>;

/** Source: kubernetes/api core/v1/types.go, PersistentVolume. */
export const persistentVolumeKind: KindDefinition<PersistentVolume> = {
  ...name,
  plural: "persistentvolumes",
  shortNames: ["pv"],
  isClusterWide: true,
  schema,
  spansApplies: true,
  noted: {
    note: asWritten,
    table: {
      headings: ["CAPACITY", "ACCESS MODES", "RECLAIM POLICY", "STATUS", "CLAIM", "STORAGECLASS"],
      cells: ({ metadata, spec = {} }, all) => {
        const claim = claimOf(metadata?.name, all);
        return [
          spec.capacity?.storage ?? "",
          modesText(spec.accessModes),
          spec.persistentVolumeReclaimPolicy ?? "Retain",
          claim === "" ? "Available" : "Bound",
          claim,
          spec.storageClassName ?? "",
        ];
      },
    },
  },
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    report.add(checkStorage(spec.capacity?.storage, ["spec", "capacity", "storage"]));
    const { hostPath, local } = spec;
    const [first, second] = sources.filter((key) => spec[key] !== undefined);
    if (second !== undefined) {
      const message = `is given together with ${first}`;
      report.add([{ path: ["spec", second], message, hint: "keep one of the two" }]);
    }
    for (const [key, path] of [
      ["hostPath", hostPath?.path],
      ["local", local?.path],
    ] as const) {
      if (path === undefined || (path.startsWith("/") && !leavesParent(path))) continue;
      const message = `must be absolute and without .., got ${quote(path)}`;
      report.add([{ path: ["spec", key, "path"], message, hint: "write the path from the root" }]);
    }
    const known = [...sources, ...Object.keys(specSchema.unsupportedKeys ?? {})];
    if (Object.keys(spec).some((key) => known.includes(key))) return;
    report.add([{ path: ["spec"], message: "has no source", hint: "write hostPath: {path: /PATH}" }]);
  },
  contribute: () => ({}),
};

/** Who is bound to it, as `NAMESPACE/NAME`; empty when nobody is. */
function claimOf(volume: string | undefined, all: readonly NotedObject[]): string {
  const claim = all.find(
    ({ owner, manifest }) =>
      owner.kind === "PersistentVolumeClaim" &&
      (manifest as Partial<PersistentVolumeClaim> | undefined)?.spec?.volumeName === volume,
  );
  return claim === undefined ? "" : `${claim.owner.namespace}/${claim.owner.name}`;
}
