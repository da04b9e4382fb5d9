import type { TObject, TProperties } from "@sinclair/typebox";
import {
  choice,
  flag,
  list,
  mapping,
  optional,
  type Static,
  text,
  unsupported,
} from "../../../manifest/schema.ts";
import { composeKeys } from "../compose-keys.ts";
import { lifecycleSchema } from "./lifecycle.ts";
import { absolutePathRule, containerNameRule } from "./names.ts";
import { portSchema } from "./port.ts";
import { probeSchema } from "./probe.ts";
import { resourcesSchema } from "./resources.ts";
import { securityContextSchema } from "./security-context.ts";
import { useOutsideFile, valueFromSchema } from "./value-from.ts";
import { volumeMountSchema } from "./volume.ts";

const envFromSchema = mapping(
  "EnvFrom",
  "A file with variables. Their values are never shown.",
  {
    file: optional(
      text(
        "A file of the machine that runs Hashike, with lines NAME=value as `docker run --env-file` reads them. A relative path is beside the manifest where that is a file, else below `--secret-dir`.",
        { minLength: 1 },
      ),
    ),
    prefix: optional(text("Stands before the name of each variable.")),
    optional: optional(
      flag("Whether it counts for nothing where there is no such file.", { default: false }),
    ),
  },
  {
    hint: "write it as {file: PATH}",
    unsupportedKeys: unsupported("secretRef configMapRef", useOutsideFile),
  },
);

const envSchema = mapping(
  "EnvVar",
  "An environment variable.",
  {
    name: text("Name of the variable."),
    value: optional(
      text(
        "Value of the variable; `$(NAME)` stands for a variable further up in the list, and `$$` for one `$`. A text encrypted by age (`hashike secret encrypt`) stands for what is in it, and is never shown. Numbers and true or false are taken as written.",
        {
          default: "",
          acceptsScalars: ["number", "boolean", "null"],
        },
      ),
    ),
    valueFrom: optional(
      valueFromSchema({
        title: "ValueFrom",
        file: "a line break at its end is not part of the value",
        optional: "Whether the variable is left out where there is no such file or variable.",
      }),
    ),
  },
  { hint: "write it as {name: NAME, value: text}" },
);

const words = { hint: 'write it as a list with an item for each word: ["npm", "start"]' };

const unsupportedKeys = {
  ...unsupported("resizePolicy restartPolicyRules volumeDevices"),
  ...unsupported("terminationMessagePath terminationMessagePolicy"),
  ...unsupported("terminationGracePeriodSeconds", "write it under spec, for all containers"),
};

const fieldsBefore = {
  name: text(
    "Name of the container on the engine, and its host name for other containers.",
    containerNameRule,
  ),
  image: text(
    "Image of a registry (`nginx:alpine-slim`), of a store without one (`oci+s3://bucket/prefix/app:1.0`, `oci+file:///…`), or of an archive (`docker-archive+s3://…`).",
    { minLength: 1 },
  ),
  imagePullPolicy: optional(
    choice(
      "When to ask the registry. Left out: always, but a local image will do when the registry does not answer.",
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
  env: optional(
    list("Environment variables, on top of the image's.", envSchema, {
      hint: "write it as a list: - {name: NAME, value: text}",
    }),
  ),
  envFrom: optional(
    list("Files with further variables; those of env win, then those of later files.", envFromSchema, {
      hint: "write it as a list: - {file: PATH}",
    }),
  ),
  ports: optional(
    list(
      "Ports published on the host. Without hostPort a port is published under its own number.",
      portSchema,
    ),
  ),
  volumeMounts: optional(list("Volumes of spec.volumes to mount.", volumeMountSchema)),
  startupProbe: optional(
    probeSchema("Whether it has started. Until it has succeeded once, the other probes wait."),
  ),
  readinessProbe: optional(
    probeSchema(
      "Whether it can do its work. A new container takes the old one's place once it has succeeded. Left out: its health check counts, healthCheck or the image's own, or that it runs.",
    ),
  ),
  livenessProbe: optional(
    probeSchema("Whether it works still. `hashike watch` restarts the container when it fails."),
  ),
  lifecycle: optional(lifecycleSchema),
};

const fieldsAfter = {
  resources: optional(resourcesSchema),
  securityContext: optional(securityContextSchema),
  stdin: optional(flag("Keeps standard input open.", { default: false })),
  stdinOnce: optional(flag("Closes standard input after the first client.", { default: false })),
  tty: optional(flag("Gives the process a terminal.", { default: false })),
  restartPolicy: optional(
    choice(
      "When to restart. Left out: spec.restartPolicy (init containers: OnFailure instead of Always). An init container with Always keeps running beside the others. UnlessStopped, which Kubernetes does not have: as Always, but one that somebody stops (`docker stop`) stays stopped until its manifest changes or it is started by hand.",
      ["Always", "OnFailure", "Never", "UnlessStopped"],
    ),
  ),
};

/**
 * One container. Source of names and meaning: kubernetes/api core/v1/types.go, Container.
 * @param own fields that only this kind has
 */
export function containerSchema<Own extends TProperties>(own: Own) {
  return mapping(
    "Container",
    "A container.",
    { ...fieldsBefore, ...own, ...fieldsAfter },
    { unsupportedKeys, foreignKeys: composeKeys },
  );
}

/** Without what only one kind has. */
export type ContainerManifest = Static<TObject<typeof fieldsBefore & typeof fieldsAfter>>;
