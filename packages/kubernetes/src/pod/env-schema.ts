import { flag, list, mapping, optional, text, unsupported } from "@hashike/core/kinds";

/** Source: kubernetes/api core/v1/types.go, ObjectFieldSelector. */
export const fieldRefSchema = mapping("FieldRef", "A field of the pod itself.", {
  fieldPath: text(
    "`metadata.name`, `metadata.namespace`, `metadata.uid`, `metadata.labels['KEY']`, `metadata.annotations['KEY']`, `spec.serviceAccountName`, or `spec.nodeName` where the pod says it.",
    { partial: "the addresses of status are not known when a container is made" },
  ),
  apiVersion: optional(text("Version in which the field is meant; v1.", { default: "v1" })),
});

/** Source: kubernetes/api core/v1/types.go, ResourceFieldSelector. */
export const resourceFieldRefSchema = mapping(
  "ResourceFieldRef",
  "A limit or request of a container of the pod.",
  {
    resource: text(
      "`limits.` or `requests.` with `cpu`, `memory` or `ephemeral-storage`; a limit must be set.",
      {
        partial:
          "a limit that is not set would be what the host has, which is not known when a manifest is read",
      },
    ),
    containerName: optional(text("Name of the container. Left out: this one.")),
    divisor: optional(
      text("Unit of the value: `1` or `1m` for CPUs, `1Mi` for bytes. The value is rounded up.", {
        default: "1",
        acceptsScalars: ["number"],
      }),
    ),
  },
);

const optionalFlag = (what: string) =>
  optional(flag(`Whether it counts for nothing where there is no such ${what}.`, { default: false }));

const keyRef = (kind: string) =>
  mapping(`${kind}KeySelector`, `A key of a ${kind}.`, {
    name: text(`Name of the ${kind}, in the pod's namespace.`),
    key: text("Key in its data."),
    optional: optionalFlag("object or key"),
  });

const objectRef = (kind: string) =>
  mapping(`${kind}EnvSource`, `All keys of a ${kind}.`, {
    name: text(`Name of the ${kind}, in the pod's namespace.`),
    optional: optionalFlag("object"),
  });

/** Source: kubernetes/api core/v1/types.go, EnvFromSource. */
export const envFromSchema = list(
  "Objects with further variables; those of env win, then those of later objects.",
  mapping(
    "EnvFromSource",
    "An object with variables. Exactly one of configMapRef and secretRef.",
    {
      configMapRef: optional(objectRef("ConfigMap")),
      secretRef: optional(objectRef("Secret")),
      prefix: optional(text("Stands before the name of each variable.", { default: "" })),
    },
    { hint: "write it as {configMapRef: {name: NAME}} or {secretRef: {name: NAME}}" },
  ),
  { hint: "write it as a list: - {configMapRef: {name: NAME}}" },
);

/** Source: kubernetes/api core/v1/types.go, EnvVarSource. */
const valueFromSchema = mapping(
  "EnvVarSource",
  "Where the value is. Exactly one.",
  {
    configMapKeyRef: optional(keyRef("ConfigMap")),
    secretKeyRef: optional(keyRef("Secret")),
    fieldRef: optional(fieldRefSchema),
    resourceFieldRef: optional(resourceFieldRefSchema),
  },
  { unsupportedKeys: unsupported("fileKeyRef", "use configMapKeyRef or secretKeyRef") },
);

/** Source: kubernetes/api core/v1/types.go, EnvVar. */
export const envSchema = list(
  "Environment variables, on top of the image's.",
  mapping(
    "EnvVar",
    "An environment variable.",
    {
      name: text("Name of the variable."),
      value: optional(
        text(
          "Value of the variable; `$(NAME)` stands for a variable further up in the list, and `$$` for one `$`.",
          { default: "" },
        ),
      ),
      valueFrom: optional(valueFromSchema),
    },
    { hint: "write it as {name: NAME, value: text}" },
  ),
  { hint: "write it as a list: - {name: NAME, value: text}" },
);
