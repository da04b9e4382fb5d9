import type { Loose } from "../../manifest/loose.ts";
import {
  choice,
  type FieldOptions,
  flag,
  list,
  mapping,
  optional,
  type Static,
  text,
  unsupported,
  wholeNumber,
} from "../../manifest/schema.ts";
import { containerSchema } from "../container/schema/container.ts";
import { dnsConfigSchema, hostAliasSchema } from "../container/schema/name-resolution.ts";
import { mostSeconds } from "../container/schema/seconds.ts";
import { podSecurityContextSchema } from "../container/schema/security-context.ts";
import { objectSchema } from "../object-schema.ts";
import { devicesSchema } from "./devices.ts";
import { engineLabelsSchema } from "./engine-labels.ts";
import { engineOptionsSchema } from "./engine-options.ts";
import { healthCheckSchema } from "./health-check.ts";
import { loggingSchema } from "./logging.ts";
import { hostNamespaceFields, ownHostNamespaceFields } from "./networks/host-namespaces.ts";
import { joinSchema, networkSchema } from "./networks/networks.ts";
import { platformSchema } from "./platform.ts";
import { processFields } from "./process-fields.ts";
import { unsupportedInObject, unsupportedInSpec } from "./unsupported-keys.ts";
import { volumeSchema } from "./volumes/volume.ts";

/** `type` is that of Kubernetes: kubernetes/api apps/v1/types.go, DeploymentStrategy. */
const strategySchema = mapping(
  "Strategy",
  "How a container is replaced by a new one.",
  {
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
  },
  {
    unsupportedKeys: unsupported("rollingUpdate", "leave it out: containers are replaced one by one"),
  },
);

function drainSecondsSchema(more: FieldOptions = {}) {
  return wholeNumber(
    "Seconds that an old container goes on serving after a new one took its name, before it is asked to end.",
    0,
    mostSeconds,
    more,
  );
}

/** More would not be told from all. */
const mostKeptImages = 1000;

/** One container, with what only this kind has. */
const ownContainerSchema = containerSchema({
  startAfter: optional(
    list(
      "Names of containers under spec.containers that must be ready before this one is created or started. Left out: all start side by side. Kind Hashike's own.",
      text("Name of a container."),
    ),
  ),
  drainSeconds: optional(drainSecondsSchema()),
  renewAnonymousVolumes: optional(
    flag(
      "Whether a new container gets new volumes where its image asks for some (`VOLUME`). Left out: it gets the old one's, with what is in them. Kind Hashike's own.",
      { default: false },
    ),
  ),
  platform: optional(platformSchema),
  labels: optional(engineLabelsSchema),
  healthCheck: optional(healthCheckSchema),
  logging: optional(loggingSchema("the container prints. Left out: spec.logging")),
  ...processFields,
  ...ownHostNamespaceFields,
  devices: optional(devicesSchema),
  networks: optional(
    list(
      "The networks that it joins, the first of them at its creation. Left out: all of spec.networks; where there are none, --network or hashike.",
      joinSchema,
      { minItems: 1, hint: "write a list: [{name: backend, aliases: [db]}]" },
    ),
  ),
  engineOptions: optional(engineOptionsSchema),
});

const specSchema = mapping(
  "Spec",
  "What to bring up.",
  {
    containers: list(
      "The containers. Each is alone; they find each other by name on their network.",
      ownContainerSchema,
      {
        minItems: 1,
      },
    ),
    initContainers: optional(
      list(
        "Containers that run to their end, one after the other, before the others start.",
        ownContainerSchema,
      ),
    ),
    volumes: optional(list("Volumes that containers can mount.", volumeSchema)),
    networks: optional(
      list(
        "Networks that containers join. Left out: --network, or hashike. Kind Hashike's own.",
        networkSchema,
      ),
    ),
    restartPolicy: optional(
      choice("When to restart containers that end.", ["Always", "OnFailure", "Never", "UnlessStopped"], {
        default: "Always",
      }),
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
    logging: optional(loggingSchema("containers print that do not say so themselves")),
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
    imageRetention: optional(
      wholeNumber(
        "How many images are kept on the engine for each container, of those that Hashike brought: the one that runs, and those that ran last. 0 keeps all. Left out: what --image-retention says, else 2.",
        0,
        mostKeptImages,
      ),
    ),
    ...hostNamespaceFields,
    hostAliases: optional(list("Further lines of /etc/hosts.", hostAliasSchema)),
    dnsConfig: optional(dnsConfigSchema),
    securityContext: optional(podSecurityContextSchema),
  },
  { unsupportedKeys: unsupportedInSpec },
);

export const hashikeName = { group: "", versions: ["v1"], kind: "Hashike" } as const;

/** A whole document of kind Hashike. */
export const hashikeSchema = objectSchema(
  hashikeName,
  "Containers on one host.",
  { spec: specSchema },
  { unsupportedKeys: unsupportedInObject },
);

export type HashikeManifest = Static<typeof hashikeSchema>;
export type HashikeContainer = HashikeManifest["spec"]["containers"][number];
export type LooseHashike = Loose<HashikeManifest>;
export type LooseSpec = NonNullable<LooseHashike["spec"]>;
