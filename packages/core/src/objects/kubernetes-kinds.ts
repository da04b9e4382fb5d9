/** Kinds that Kubernetes and its neighbours know, so that they are not taken for typing errors. */
export const kubernetesKinds: ReadonlySet<string> = new Set(
  "Pod Deployment ReplicaSet ReplicationController StatefulSet DaemonSet Job CronJob List Namespace Service Ingress IngressClass ConfigMap Secret PersistentVolume PersistentVolumeClaim StorageClass ServiceAccount Role RoleBinding ClusterRole ClusterRoleBinding HorizontalPodAutoscaler PodDisruptionBudget PriorityClass RuntimeClass LimitRange ResourceQuota NetworkPolicy Endpoints EndpointSlice CustomResourceDefinition Gateway VirtualService DestinationRule HTTPRoute Node Event Lease".split(
    " ",
  ),
);
