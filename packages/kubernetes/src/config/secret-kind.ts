import {
  anyMap,
  flag,
  type KindDefinition,
  objectSchema,
  optional,
  type Static,
  text,
} from "@hashike/core/kinds";
import { kubernetesMetadata } from "../metadata.ts";
import { asWritten } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";
import { checkData } from "./check-data.ts";
import { countOf } from "./count-of.ts";
import { withoutValues } from "./secret-data.ts";

const name = { group: "", versions: ["v1"], kind: "Secret" } as const;

// Any values, so that a wrong one is told without showing it.
const schema = objectSchema(
  name,
  "Values for pods of its namespace, never shown.",
  {
    data: optional(anyMap("Bytes by key, in base64.")),
    stringData: optional(anyMap("Texts by key; they win over those of data.")),
    type: optional(text("What it is for.", { default: "Opaque", partial: "required keys are not checked" })),
    immutable: optional(
      flag("Whether it may not change.", { default: false, partial: "a change is not refused" }),
    ),
  },
  { metadata: kubernetesMetadata },
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
