import { type UnsupportedKeys, unsupported } from "../../manifest/schema.ts";

const oneHost = "leave it out: there is only one host";
const noCluster = "leave it out: there is no cluster";

/** Beside metadata and spec. */
export const unsupportedInObject: UnsupportedKeys = {
  ...unsupported("status", noCluster),
  ...unsupported("data stringData binaryData"),
};

export const unsupportedInSpec: UnsupportedKeys = {
  ...unsupported(
    "affinity nodeName nodeSelector schedulerName tolerations topologySpreadConstraints",
    oneHost,
  ),
  ...unsupported(
    "overhead preemptionPolicy priority priorityClassName readinessGates runtimeClassName",
    oneHost,
  ),
  ...unsupported("automountServiceAccountToken serviceAccount serviceAccountName", noCluster),
  ...unsupported("imagePullSecrets", "log in with `docker login` instead"),
  ...unsupported("replicas selector template", "list every container under spec.containers"),
  ...unsupported(
    "hostname subdomain setHostnameAsFQDN hostnameOverride",
    "containers are found under their own name",
  ),
  ...unsupported("activeDeadlineSeconds dnsPolicy enableServiceLinks ephemeralContainers"),
  ...unsupported("hostUsers os resourceClaims resources schedulingGates shareProcessNamespace"),
};
