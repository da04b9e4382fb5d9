import {
  flag,
  type KindDefinition,
  objectSchema,
  optional,
  type Static,
  text,
  textMap,
} from "@hashike/core/kinds";
import { kubernetesObject } from "../metadata.ts";
import { asWritten } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";
import { checkData } from "./check-data.ts";
import { countOf } from "./count-of.ts";
import { withoutValues } from "./secret-data.ts";

const name = { group: "", versions: ["v1"], kind: "Secret" } as const;

const schema = objectSchema(
  name,
  "Values for pods of its namespace, never shown.",
  {
    data: optional(textMap("Bytes by key, in base64.")),
    stringData: optional(textMap("Texts by key; they win over those of data.")),
    type: optional(text("What it is for.", { default: "Opaque", partial: "required keys are not checked" })),
    immutable: optional(
      flag("Whether it may not change.", { default: false, partial: "a change is not refused" }),
    ),
  },
  kubernetesObject,
);

export type Secret = Static<typeof schema>;

/** Source: kubernetes/api core/v1/types.go, Secret. */
export const secretKind: KindDefinition<Secret> = {
  ...name,
  plural: "secrets",
  shortNames: [],
  schema,
  spansApplies: true,
  noted: {
    note: (object, { secrets }) => ({ ...asWritten(object), ...withoutValues(object.value, secrets) }),
    table: {
      headings: ["TYPE", "DATA"],
      cells: ({ type = "Opaque", data = {} }) => [type, countOf(data)],
    },
  },
  check({ metadata, data, stringData }, report) {
    report.add(checkObjectName(metadata));
    report.add(checkData("data", data, "base64"));
    report.add(checkData("stringData", stringData, "text"));
  },
  contribute: () => ({}),
};
