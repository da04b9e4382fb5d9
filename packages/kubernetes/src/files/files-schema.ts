import {
  type FieldOptions,
  flag,
  ignored,
  list,
  mapping,
  optional,
  text,
  wholeNumber,
} from "@hashike/core/kinds";
import { fieldRefSchema, resourceFieldRefSchema } from "../pod/env-schema.ts";

const replaced = "what changes makes a new container, and root can write to the files of its container";

const mode = (description: string, options: FieldOptions = {}) =>
  optional(
    wholeNumber(description, 0, 0o777, {
      octal: true,
      hint: "write it in octal with a 0 in front, as 0644",
      ...options,
    }),
  );

const defaultMode = mode("Permissions of files that name none: 0644, which is 420.", { default: 0o644 });
const ownMode = mode("Permissions of the file. Left out: defaultMode.");

const path = text("Path of the file below the mount; relative, without `..`.", { minLength: 1 });

/** Source: kubernetes/api core/v1/types.go, KeyToPath. */
const itemsSchema = optional(
  list(
    "Keys that are files. Left out: all of them, each under its own name.",
    mapping(
      "KeyToPath",
      "A key, and the file that it is.",
      { key: text("Key in the data."), path, mode: ownMode },
      { hint: "write it as {key: KEY, path: NAME}" },
    ),
  ),
);

const optionalFlag = optional(
  flag("Whether it counts for nothing where there is no such object or key.", { default: false }),
);

const refersTo = (kind: string) => text(`Name of the ${kind}, in the pod's namespace.`, { minLength: 1 });

/** Source: kubernetes/api core/v1/types.go, DownwardAPIVolumeFile. */
const fieldFilesSchema = optional(
  list(
    "The files.",
    mapping(
      "DownwardAPIVolumeFile",
      "A file that tells of the pod. Exactly one of fieldRef and resourceFieldRef.",
      {
        path,
        fieldRef: optional(fieldRefSchema),
        resourceFieldRef: optional(resourceFieldRefSchema),
        mode: ownMode,
      },
      { hint: "write it as {path: NAME, fieldRef: {fieldPath: metadata.labels}}" },
    ),
  ),
);

const configMapProjection = { name: refersTo("ConfigMap"), items: itemsSchema, optional: optionalFlag };

/** Source: kubernetes/api core/v1/types.go, ConfigMapVolumeSource. */
export const configMapVolumeSchema = mapping(
  "ConfigMapVolumeSource",
  "Files with what is in a ConfigMap.",
  { ...configMapProjection, defaultMode },
  { partial: replaced },
);

/** Source: kubernetes/api core/v1/types.go, SecretVolumeSource. */
export const secretVolumeSchema = mapping(
  "SecretVolumeSource",
  "Files with what is in a Secret.",
  { secretName: refersTo("Secret"), items: itemsSchema, optional: optionalFlag, defaultMode },
  {
    partial: `${replaced}; they are on the engine's disk, not in memory`,
    foreignKeys: { name: "write secretName" },
  },
);

/** Source: kubernetes/api core/v1/types.go, DownwardAPIVolumeSource. */
export const downwardVolumeSchema = mapping(
  "DownwardAPIVolumeSource",
  "Files that tell of the pod.",
  { items: fieldFilesSchema, defaultMode },
  { partial: replaced },
);

/** Source: kubernetes/api core/v1/types.go, ProjectedVolumeSource. */
export const projectedVolumeSchema = mapping(
  "ProjectedVolumeSource",
  "Files of several sources in one folder.",
  {
    sources: optional(
      list(
        "The sources; of two files at one path the later one counts.",
        mapping(
          "VolumeProjection",
          "A source of files, exactly one.",
          {
            configMap: optional(mapping("ConfigMapProjection", "A ConfigMap.", configMapProjection)),
            secret: optional(
              mapping("SecretProjection", "A Secret.", {
                ...configMapProjection,
                name: refersTo("Secret"),
              }),
            ),
            downwardAPI: optional(
              mapping("DownwardAPIProjection", "Fields of the pod.", { items: fieldFilesSchema }),
            ),
          },
          {
            hint: "write it as {configMap: {name: NAME}}",
            ignoredKeys: ignored(
              "serviceAccountToken clusterTrustBundle podCertificate",
              "there is no cluster",
            ),
          },
        ),
      ),
    ),
    defaultMode,
  },
  { partial: replaced },
);
