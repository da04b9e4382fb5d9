import {
  choice,
  list,
  mapping,
  objectSchema,
  optional,
  type Static,
  text,
  wholeNumber,
} from "@hashike/core/kinds";
import { kubernetesMetadata, kubernetesObject, statusKey } from "../metadata.ts";
import { claimSpecSchema } from "../storage/claim-schema.ts";
import { noServiceNames } from "../words.ts";
import { podSelectorSchema } from "./selector.ts";
import {
  historyField,
  minReadyField,
  podLimit,
  podTemplateSchema,
  replicasField,
} from "./template-schema.ts";

export const statefulSetName = { group: "apps", versions: ["v1"], kind: "StatefulSet" } as const;

const whatHappens = (description: string) =>
  optional(
    choice(description, ["Retain", "Delete"], { default: "Retain", partial: "the data always stays" }),
  );

export const statefulSetSchema = objectSchema(
  statefulSetName,
  "Pods that keep their names and their data, and come and go in order.",
  {
    spec: mapping("StatefulSetSpec", "What runs, and how often.", {
      replicas: replicasField,
      selector: podSelectorSchema,
      template: podTemplateSchema,
      volumeClaimTemplates: optional(
        list(
          "Claims that each pod has of its own, with the names NAME-POD. They stay when pods go.",
          mapping(
            "ClaimTemplate",
            "A claim for each pod; containers mount it by its name.",
            { metadata: kubernetesMetadata, spec: claimSpecSchema },
            { droppedKeys: ["apiVersion", "kind", "status"] },
          ),
        ),
      ),
      persistentVolumeClaimRetentionPolicy: optional(
        mapping("ClaimRetentionPolicy", "What becomes of those claims.", {
          whenScaled: whatHappens("When there are fewer pods."),
          whenDeleted: whatHappens("When it is deleted."),
        }),
      ),
      serviceName: optional(text("The Service that names its pods.", { partial: noServiceNames })),
      podManagementPolicy: optional(
        choice(
          "OrderedReady: a pod is created when those before it are ready, and the last one goes first. Parallel: all at once.",
          ["OrderedReady", "Parallel"],
          { default: "OrderedReady" },
        ),
      ),
      ordinals: optional(
        mapping("StatefulSetOrdinals", "Numbers of the pods.", {
          start: optional(wholeNumber("The first one.", 0, 2 ** 31 - 1, { default: 0 })),
        }),
      ),
      updateStrategy: optional(
        mapping("StatefulSetUpdateStrategy", "How pods are replaced.", {
          type: optional(
            choice(
              "From the last pod to the first one; an old one stops before its new one starts.",
              ["RollingUpdate"],
              {
                default: "RollingUpdate",
                unsupportedChoices: ["OnDelete"],
              },
            ),
          ),
          rollingUpdate: optional(
            mapping("RollingUpdateStatefulSet", "How many pods change at once.", {
              maxUnavailable: podLimit(
                "Pods fewer than wanted; a share is rounded up, to one at least.",
                "1",
              ),
              partition: optional(
                wholeNumber("Pods with lower numbers stay as they are.", 0, 2 ** 31 - 1, {
                  default: 0,
                  partial: "only 0 is supported",
                }),
              ),
            }),
          ),
        }),
      ),
      minReadySeconds: minReadyField,
      revisionHistoryLimit: historyField,
    }),
  },
  { ...kubernetesObject, ...statusKey },
);

export type StatefulSet = Static<typeof statefulSetSchema>;
