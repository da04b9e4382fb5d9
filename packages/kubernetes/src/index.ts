import type { KindDefinition } from "@hashike/core/kinds";
import { configMapKind } from "./config/config-map-kind.ts";
import { secretKind } from "./config/secret-kind.ts";
import { podKind } from "./pod/pod-kind.ts";
import { claimKind } from "./storage/claim-kind.ts";
import { persistentVolumeKind } from "./storage/persistent-volume-kind.ts";
import { storageClassKind } from "./storage/storage-class-kind.ts";
import { daemonSetKind } from "./workload/daemon-set-kind.ts";
import { deploymentKind } from "./workload/deployment-kind.ts";
import { replicaSetKind, replicationControllerKind } from "./workload/replica-set-kind.ts";
import { statefulSetKind } from "./workload/stateful-set-kind.ts";

export { envFileEntries } from "./create/env-file.ts";
export {
  dockerConfigJson,
  type Entry,
  type NewManifest,
  type NewObject,
  newConfigMap,
  newSecret,
  type RegistryLogin,
} from "./create/new-object.ts";
export { ignoredKinds } from "./ignored-kinds.ts";

/** The kinds of Kubernetes that Hashike carries out. */
export const kubernetesKinds: readonly KindDefinition[] = [
  podKind,
  configMapKind,
  secretKind,
  claimKind,
  persistentVolumeKind,
  storageClassKind,
  deploymentKind,
  replicaSetKind,
  replicationControllerKind,
  statefulSetKind,
  daemonSetKind,
];
