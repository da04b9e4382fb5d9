import { type Loose, mapping, optional, type Static, text, textMap, wholeNumber } from "@hashike/core/kinds";
import { writtenByServers } from "../metadata.ts";
import { podSpecSchema } from "../pod/pod-spec-schema.ts";

/** Source: kubernetes/api core/v1/types.go, PodTemplateSpec. */
export const podTemplateSchema = mapping("PodTemplateSpec", "What each pod is made from.", {
  metadata: optional(
    mapping(
      "PodTemplateMeta",
      "Labels and annotations of the pods. Other ones make other pods.",
      {
        labels: optional(textMap("For selectors and people.")),
        annotations: optional(textMap("As labels, for longer texts.")),
      },
      {
        droppedKeys: [...writtenByServers, "generateName", "name", "namespace"],
      },
    ),
  ),
  spec: podSpecSchema,
});

export type PodTemplate = Static<typeof podTemplateSchema>;
export type LoosePodTemplate = Loose<PodTemplate>;

/** One host does not run more, and each of them is looked at. */
const mostReplicas = 1000;
const mostSeconds = 2 ** 31 - 1;

export const replicasField = optional(wholeNumber("How many pods.", 0, mostReplicas, { default: 1 }));

export const minReadyField = optional(
  wholeNumber("Seconds for which a new pod must stay ready.", 0, mostSeconds, {
    default: 0,
    zeroIsUnset: true,
  }),
);

export const historyField = optional(
  wholeNumber("Former revisions to keep.", 0, mostSeconds, { default: 10, partial: "none is kept" }),
);

/** A number of pods, or a share of all. */
export function podLimit(description: string, standard: string) {
  return optional(
    text(description, {
      acceptsScalars: ["number"],
      pattern: "^\\d{1,9}%?$",
      patternErrorMessage: "must be a number of pods, or a share such as 25%",
      default: standard,
    }),
  );
}
