/** Keys that Kubernetes knows and kind Hashike does not (yet), by level. `undefined`: there is nothing to advise. */
type Unsupported = Readonly<Record<string, string | undefined>>;

const oneHost = "leave it out: there is only one host";
const noCluster = "leave it out: there is no cluster";
const usePlainEnv = "write the variables under env, each with name and value";
const useVolumeSource = "use emptyDir or hostPath";

const keys = (names: string, hint?: string): Unsupported =>
  Object.fromEntries(names.split(" ").map((name) => [name, hint]));

const unsupported: Readonly<Record<string, Unsupported>> = {
  Hashike: { ...keys("status", noCluster), ...keys("data stringData binaryData") },
  Metadata: {
    ...keys("generateName", "write name"),
    ...keys(
      "creationTimestamp deletionGracePeriodSeconds deletionTimestamp finalizers generation managedFields ownerReferences resourceVersion selfLink uid",
      noCluster,
    ),
  },
  Spec: {
    ...keys("affinity nodeName nodeSelector schedulerName tolerations topologySpreadConstraints", oneHost),
    ...keys("overhead preemptionPolicy priority priorityClassName readinessGates runtimeClassName", oneHost),
    ...keys("automountServiceAccountToken serviceAccount serviceAccountName", noCluster),
    ...keys("imagePullSecrets", "log in with `docker login` instead"),
    ...keys("replicas selector template", "list every container under spec.containers"),
    ...keys(
      "hostname subdomain setHostnameAsFQDN hostnameOverride",
      "containers are found under their own name",
    ),
    ...keys("activeDeadlineSeconds dnsPolicy enableServiceLinks ephemeralContainers hostIPC hostPID"),
    ...keys("hostNetwork", "leave it out, and publish what is to be reached under ports of a container"),
    ...keys("hostUsers os resourceClaims resources schedulingGates shareProcessNamespace"),
  },
  Container: {
    ...keys("envFrom", usePlainEnv),
    ...keys("resizePolicy restartPolicyRules volumeDevices"),
    ...keys("terminationMessagePath terminationMessagePolicy"),
    ...keys("terminationGracePeriodSeconds", "write it under spec, for all containers"),
  },
  Strategy: keys("rollingUpdate", "leave it out: containers are replaced one by one"),
  Probe: keys("terminationGracePeriodSeconds", "write it under spec, for all containers"),
  Lifecycle: keys("stopSignal"),
  Hook: keys("tcpSocket", "use exec, httpGet or sleep: Kubernetes runs no tcpSocket here either"),
  EnvVar: keys("valueFrom", "write the value under value"),
  VolumeMount: keys("bindMountOptions mountPropagation recursiveReadOnly subPathExpr"),
  EmptyDir: keys("medium sizeLimit", "write emptyDir: {}: it is an ordinary volume on the engine's disk"),
  ResourceList: keys("ephemeral-storage", "use cpu and memory"),
  Resources: keys("claims"),
  SecurityContext: keys("windowsOptions seLinuxChangePolicy"),
  PodSecurityContext: keys(
    "fsGroup fsGroupChangePolicy seLinuxChangePolicy supplementalGroupsPolicy windowsOptions",
  ),
  SeccompProfile: keys("localhostProfile", "use RuntimeDefault or Unconfined"),
  Volume: keys(
    "awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI ephemeral fc flexVolume flocker gcePersistentDisk gitRepo glusterfs image iscsi nfs persistentVolumeClaim photonPersistentDisk portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume",
    useVolumeSource,
  ),
};

/**
 * Whether Kubernetes knows a key that kind Hashike does not.
 * @param level the title of the mapping's schema
 * @returns the advice, if there is any; `undefined` when Kubernetes does not know the key there
 */
export function findUnsupported(level: string, key: string): { readonly hint?: string } | undefined {
  const known = unsupported[level];
  if (known === undefined || !Object.hasOwn(known, key)) return undefined;
  const hint = known[key];
  return hint === undefined ? {} : { hint };
}

/** Whether Kubernetes knows a key anywhere in what kind Hashike does not support. */
export function isUnsupportedAnywhere(key: string): boolean {
  return Object.values(unsupported).some((level) => Object.hasOwn(level, key));
}

/** Kinds that Kubernetes and its neighbours know, so that they are not taken for typing errors. */
export const kubernetesKinds: ReadonlySet<string> = new Set(
  "Pod Deployment ReplicaSet ReplicationController StatefulSet DaemonSet Job CronJob List Namespace Service Ingress IngressClass ConfigMap Secret PersistentVolume PersistentVolumeClaim StorageClass ServiceAccount Role RoleBinding ClusterRole ClusterRoleBinding HorizontalPodAutoscaler PodDisruptionBudget PriorityClass RuntimeClass LimitRange ResourceQuota NetworkPolicy Endpoints EndpointSlice CustomResourceDefinition Gateway VirtualService DestinationRule HTTPRoute Node Event Lease".split(
    " ",
  ),
);
