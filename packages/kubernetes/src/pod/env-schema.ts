import { list, mapping, optional, text } from "@hashike/core/kinds";

/** Source: kubernetes/api core/v1/types.go, ObjectFieldSelector. */
const fieldRefSchema = mapping("FieldRef", "A field of the pod itself.", {
  fieldPath: text(
    "`metadata.name`, `metadata.namespace`, `metadata.uid`, `metadata.labels['KEY']`, `metadata.annotations['KEY']` or `spec.serviceAccountName`.",
    { partial: "spec.nodeName and status.* are not known yet" },
  ),
  apiVersion: optional(text("Version in which the field is meant; v1.", { default: "v1" })),
});

/** Source: kubernetes/api core/v1/types.go, ResourceFieldSelector. */
const resourceFieldRefSchema = mapping("ResourceFieldRef", "A limit or request of a container of the pod.", {
  resource: text("`limits.cpu`, `limits.memory`, `requests.cpu` or `requests.memory`; it must be set.", {
    partial: "a limit that is not set would be what the host has, which is not known when a manifest is read",
  }),
  containerName: optional(text("Name of the container. Left out: this one.")),
  divisor: optional(
    text("Unit of the value: `1` or `1m` for CPUs, `1Mi` for bytes. The value is rounded up.", {
      default: "1",
      acceptsScalars: ["number"],
    }),
  ),
});

/** Source: kubernetes/api core/v1/types.go, EnvVarSource. */
const valueFromSchema = mapping("EnvVarSource", "Where the value is. Exactly one.", {
  fieldRef: optional(fieldRefSchema),
  resourceFieldRef: optional(resourceFieldRefSchema),
});

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
