import { flag, type KindDefinition, objectSchema, optional, type Static, textMap } from "@hashike/core/kinds";
import { kubernetesObject } from "../metadata.ts";
import { asWritten } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";
import { checkData, checkGivenOnce } from "./check-data.ts";
import { countOf } from "./count-of.ts";

const name = { group: "", versions: ["v1"], kind: "ConfigMap" } as const;

const schema = objectSchema(
  name,
  "Values for pods of its namespace.",
  {
    data: optional(textMap("Texts by key. A key without a value has an empty text.")),
    binaryData: optional(textMap("Bytes by key, in base64.")),
    immutable: optional(
      flag("Whether it may not change.", { default: false, partial: "a change is not refused" }),
    ),
  },
  kubernetesObject,
);

export type ConfigMap = Static<typeof schema>;

/** Source: kubernetes/api core/v1/types.go, ConfigMap. */
export const configMapKind: KindDefinition<ConfigMap> = {
  ...name,
  plural: "configmaps",
  shortNames: ["cm"],
  schema,
  spansApplies: true,
  noted: {
    note: asWritten,
    table: {
      headings: ["DATA"],
      cells: ({ data = {}, binaryData = {} }) => [countOf(data, binaryData)],
    },
  },
  check({ metadata, data, binaryData }, report) {
    report.add(checkObjectName(metadata));
    report.add(checkData("data", data, "text"));
    report.add(checkData("binaryData", binaryData, "base64"));
    report.add(checkGivenOnce(data, binaryData));
  },
  contribute: () => ({}),
};
