import {
  absolutePathRule,
  choice,
  type FieldOptions,
  flag,
  ignored,
  lifecycleSchema,
  list,
  mapping,
  objectNameRule,
  optional,
  portSchema,
  probeSchema,
  reworded,
  text,
  unsupported,
  wholeNumber,
} from "@hashike/core/kinds";
import { envFromSchema, envSchema } from "./env-schema.ts";
import { resourcesSchema } from "./resources-schema.ts";
import { containerSecuritySchema } from "./security-schema.ts";
import { volumeMountSchema } from "./volume-schema.ts";

/** Source: kubernetes/api core/v1/types.go, ContainerPort. */
const containerPortSchema = mapping(
  "ContainerPort",
  "A port of the container.",
  {
    containerPort: wholeNumber("Port that the container listens on.", 1, 65535),
    hostPort: optional(
      wholeNumber("Port of the host to publish it on. Left out or 0: it is not published.", 0, 65535, {
        default: 0,
      }),
    ),
    hostIP: optional(text("Address of the host to publish on. Left out: every address.", { default: "" })),
    protocol: optional(choice("Protocol.", ["TCP", "UDP", "SCTP"], { default: "TCP" })),
    name: optional(portSchema.properties.name),
  },
  { hint: "write it as {containerPort: 80, hostPort: 8080}" },
);

const orZero = { zeroIsUnset: true };

/** As elsewhere, but for 0, which Kubernetes takes for the default. */
function probe(description: string, more: FieldOptions = {}) {
  const schema = probeSchema(description);
  const { periodSeconds, timeoutSeconds, successThreshold, failureThreshold } = schema.properties;
  const properties = {
    ...schema.properties,
    periodSeconds: reworded(periodSeconds, orZero),
    timeoutSeconds: reworded(timeoutSeconds, orZero),
    successThreshold: reworded(successThreshold, orZero),
    failureThreshold: reworded(failureThreshold, orZero),
  };
  return reworded(schema, { properties, ...more });
}

const words = { hint: 'write it as a list with an item for each word: ["npm", "start"]' };

/** Source: kubernetes/api core/v1/types.go, Container. */
export const containerSchema = mapping(
  "Container",
  "A container.",
  {
    name: text("Name of the container, unique in the pod.", objectNameRule),
    image: text("Image of a registry; also of a store or an archive, as kind Hashike has them.", {
      minLength: 1,
    }),
    imagePullPolicy: optional(
      choice(
        "When to ask the registry. Left out: IfNotPresent; where the tag is latest or there is none, always, but a local image will do when the registry does not have it.",
        ["Always", "IfNotPresent", "Never"],
      ),
    ),
    command: optional(
      list(
        "Replaces the image's entrypoint; the image's command is then not used either.",
        text("An argument."),
        words,
      ),
    ),
    args: optional(list("Replaces the image's command.", text("An argument."), words)),
    workingDir: optional(text("Absolute path to start in. Left out: the image's.", absolutePathRule)),
    env: optional(envSchema),
    envFrom: optional(envFromSchema),
    ports: optional(
      list(
        "Ports of the container, by name for probes; those with hostPort are published.",
        containerPortSchema,
      ),
    ),
    volumeMounts: optional(list("Volumes of spec.volumes to mount.", volumeMountSchema)),
    startupProbe: optional(
      probe("Whether it has started. Until it has succeeded once, the other probes wait."),
    ),
    readinessProbe: optional(probe("Whether it can do its work.")),
    livenessProbe: optional(
      probe("Whether it works still. `hashike watch` restarts the container when it fails.", {
        partial: "it is asked only while `hashike watch` runs",
      }),
    ),
    lifecycle: optional(lifecycleSchema),
    resources: optional(resourcesSchema),
    securityContext: optional(containerSecuritySchema),
    stdin: optional(flag("Keeps standard input open.", { default: false })),
    stdinOnce: optional(flag("Closes standard input after the first client.", { default: false })),
    tty: optional(flag("Gives the process a terminal.", { default: false })),
    restartPolicy: optional(
      choice("Only of an init container: Always makes it a sidecar.", ["Always"], {
        unsupportedChoices: ["OnFailure", "Never"],
      }),
    ),
  },
  {
    ignoredKeys: ignored("resizePolicy", "what the engine can change without a restart is changed so"),
    droppedKeys: ["terminationMessagePath", "terminationMessagePolicy"],
    unsupportedKeys: {
      ...unsupported("restartPolicyRules", "write restartPolicy under spec"),
      ...unsupported("volumeDevices", "mount the device by a hostPath of type BlockDevice"),
      ...unsupported("terminationGracePeriodSeconds", "write it under spec, for all containers"),
    },
  },
);
