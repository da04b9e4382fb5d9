import {
  choice,
  dnsConfigSchema,
  flag,
  hostAliasSchema,
  ignored,
  type Loose,
  list,
  mapping,
  optional,
  type Static,
  text,
  textMap,
  unsupported,
  wholeNumber,
} from "@hashike/core/kinds";
import { noServiceNames, oneHost } from "../words.ts";
import { containerSchema } from "./container-schema.ts";
import { podSecuritySchema } from "./security-schema.ts";
import { volumeSchema } from "./volume-schema.ts";

const mostSeconds = 2 ** 31 - 1;

const hostNameRule = {
  pattern: "^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
  patternErrorMessage: "must be a host name of at most 63 letters, digits and -",
};

/** Source: kubernetes/api core/v1/types.go, PodSpec. */
export const podSpecSchema = mapping(
  "PodSpec",
  "What the pod runs.",
  {
    containers: list("The containers.", containerSchema, { minItems: 1 }),
    initContainers: optional(
      list(
        "Containers that run to their end, one after the other, before the others start.",
        containerSchema,
      ),
    ),
    volumes: optional(list("Volumes that containers can mount.", volumeSchema)),
    restartPolicy: optional(
      choice("When to restart containers that end.", ["Always", "OnFailure", "Never"], { default: "Always" }),
    ),
    terminationGracePeriodSeconds: optional(
      wholeNumber(
        "Seconds between the stop signal and the end by force; lifecycle.preStop is within.",
        0,
        mostSeconds,
        { default: 30 },
      ),
    ),
    hostname: optional(text("What the containers call themselves. Left out: the pod's name.", hostNameRule)),
    subdomain: optional(
      text("Makes the pod found as HOSTNAME.SUBDOMAIN.NAMESPACE.svc.cluster.local.", hostNameRule),
    ),
    setHostnameAsFQDN: optional(flag("Whether it calls itself by that whole name.", { default: false })),
    hostnameOverride: optional(text("The same, whatever hostname says.", hostNameRule)),
    dnsPolicy: optional(
      choice(
        "How names are resolved: by the engine, then by the host's servers. None: by those of dnsConfig.",
        ["ClusterFirst", "Default", "None", "ClusterFirstWithHostNet"],
        { default: "ClusterFirst", partial: noServiceNames },
      ),
    ),
    dnsConfig: optional(dnsConfigSchema),
    hostAliases: optional(list("Further lines of /etc/hosts.", hostAliasSchema)),
    securityContext: optional(podSecuritySchema),
    hostIPC: optional(flag("Uses the host's memory segments and semaphores.", { default: false })),
    hostPID: optional(flag("Sees the processes of the host.", { default: false })),
    hostNetwork: optional(flag("Uses the network of the host.", { default: false })),
    hostUsers: optional(
      flag("Whether users are those of the host.", { default: true, partial: "only true is supported" }),
    ),
    shareProcessNamespace: optional(
      flag("Whether the containers see each other's processes.", { default: false }),
    ),
    os: optional(
      mapping("PodOS", "Operating system of the containers.", {
        name: choice("linux.", ["linux"], { unsupportedChoices: ["windows"] }),
      }),
    ),
    runtimeClassName: optional(
      text("Name of a runtime that the engine knows.", {
        minLength: 1,
        partial: "it is the engine's own name for it; there are no RuntimeClasses",
      }),
    ),
    serviceAccountName: optional(
      text("Only for fieldRef: no token is mounted.", {
        default: "default",
        partial: "there are no accounts",
      }),
    ),
    nodeName: optional(text("Only for fieldRef: what spec.nodeName is to be.", { partial: oneHost })),
    enableServiceLinks: optional(
      flag("Whether variables tell of Services.", { default: true, partial: "there are none yet" }),
    ),
    nodeSelector: optional(
      textMap("Read only for kubernetes.io/os, which must be linux.", { partial: oneHost }),
    ),
  },
  {
    ignoredKeys: {
      ...ignored("affinity schedulerName tolerations topologySpreadConstraints overhead", oneHost),
      ...ignored("preemptionPolicy priority priorityClassName", oneHost),
      ...ignored("schedulingGroup", oneHost),
      ...ignored("readinessGates", "the pod counts as ready without them"),
      ...ignored("imagePullSecrets", "log in to the registry with `docker login`"),
      ...ignored("serviceAccount", "there are no accounts"),
      ...ignored("activeDeadlineSeconds", "nobody stops the pod then"),
    },
    droppedKeys: ["automountServiceAccountToken"],
    unsupportedKeys: {
      ...unsupported("ephemeralContainers", "leave it out, as for kubectl apply"),
      ...unsupported("resourceClaims", "the engine has no resource drivers"),
      ...unsupported("schedulingGates", "leave it out when the pod may start"),
      ...unsupported("resources", "write resources in the container"),
    },
  },
);

export type PodSpec = Static<typeof podSpecSchema>;
export type LoosePodSpec = Loose<PodSpec>;
export type Container = PodSpec["containers"][number];
export type LooseContainer = Loose<Container>;
export type EnvVar = NonNullable<Container["env"]>[number];
export type EnvFrom = NonNullable<Container["envFrom"]>[number];
export type Volume = NonNullable<PodSpec["volumes"]>[number];
