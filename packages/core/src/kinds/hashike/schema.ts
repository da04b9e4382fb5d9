import {
  choice,
  list,
  mapping,
  optional,
  type Static,
  text,
  wholeNumber,
  word,
} from "../../manifest/schema.ts";
import { containerSchema } from "../container/schema/container.ts";
import { mostSeconds } from "../container/schema/seconds.ts";
import { podSecurityContextSchema } from "../container/schema/security-context.ts";
import { volumeSchema } from "../container/schema/volume.ts";
import { metadataSchema } from "../metadata.ts";
import { drainSecondsSchema } from "./drain-seconds.ts";

const hostAliasSchema = mapping("HostAlias", "A line of /etc/hosts.", {
  ip: text("IPv4 or IPv6 address."),
  hostnames: list("Names for the address.", text("A host name."), { minItems: 1 }),
});

/** Source: kubernetes/api core/v1/types.go, PodDNSConfig. */
const dnsConfigSchema = mapping("DnsConfig", "Name resolution beyond the containers' own names.", {
  nameservers: optional(
    list("Addresses of the DNS servers to ask. Left out: the host's.", text("An address.")),
  ),
  searches: optional(
    list("Domains in which short names are looked up.", text("A domain.", { minLength: 1 })),
  ),
  options: optional(
    list(
      "Options of resolv.conf.",
      mapping("DnsOption", "An option of resolv.conf.", {
        name: text("Name of the option, e.g. ndots.", { minLength: 1 }),
        value: optional(text('Value of the option, as text: "2".')),
      }),
    ),
  ),
});

/** `type` is that of Kubernetes: kubernetes/api apps/v1/types.go, DeploymentStrategy. */
const strategySchema = mapping("Strategy", "How a container is replaced by a new one.", {
  type: optional(
    choice(
      "RollingUpdate starts the new one before the old one stops, where nothing stands against it. Recreate stops the old one first, always.",
      ["RollingUpdate", "Recreate"],
      { default: "RollingUpdate" },
    ),
  ),
  staging: optional(
    choice(
      "Of an earlier version. preferred and required mean nothing any more: a new container is on its networks from the start, and takes host ports over when it is ready. none: the old one is stopped first where both use a host port.",
      ["preferred", "required", "none"],
      { default: "preferred" },
    ),
  ),
});

const specSchema = mapping("Spec", "What to bring up.", {
  containers: list(
    "The containers. Each is alone; they find each other by name on their network.",
    containerSchema,
    {
      minItems: 1,
    },
  ),
  initContainers: optional(
    list("Containers that run to their end, one after the other, before the others start.", containerSchema),
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
      {
        default: 30,
      },
    ),
  ),
  strategy: optional(strategySchema),
  minReadySeconds: optional(
    wholeNumber(
      "Seconds that a new container must stay ready. Left out: 0 where a probe or a health check tells that it is ready, else 1.",
      0,
      mostSeconds,
    ),
  ),
  progressDeadlineSeconds: optional(
    wholeNumber(
      "Seconds within which a new container must be ready; more than minReadySeconds.",
      1,
      mostSeconds,
      {
        default: 600,
      },
    ),
  ),
  drainSeconds: optional(drainSecondsSchema({ default: 1 })),
  hostAliases: optional(list("Further lines of /etc/hosts.", hostAliasSchema)),
  dnsConfig: optional(dnsConfigSchema),
  securityContext: optional(podSecurityContextSchema),
});

/** A whole document of kind Hashike. */
export const hashikeSchema = mapping("Hashike", "Containers on one host.", {
  apiVersion: word("v1", { description: "Version of the format." }),
  kind: word("Hashike", { description: "Kind of the document." }),
  metadata: metadataSchema,
  spec: specSchema,
});

export type HashikeManifest = Static<typeof hashikeSchema>;
