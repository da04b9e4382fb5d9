import {
  choice,
  type KindDefinition,
  mapping,
  objectSchema,
  optional,
  type Static,
} from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { checkObjectName } from "../object-name.ts";
import { templateHash } from "../pod/names.ts";
import { oneHost } from "../words.ts";
import { checkTemplate } from "./check-template.ts";
import { checkSelector, podSelectorSchema } from "./selector.ts";
import { slotNames } from "./slot-names.ts";
import { contributeSlots } from "./slots.ts";
import { historyField, minReadyField, podLimit, podTemplateSchema } from "./template-schema.ts";

const name = { group: "apps", versions: ["v1"], kind: "DaemonSet" } as const;

const schema = objectSchema(
  name,
  "A pod for each host: there is one.",
  {
    spec: mapping("DaemonSetSpec", "What runs.", {
      selector: podSelectorSchema,
      template: podTemplateSchema,
      updateStrategy: optional(
        mapping("DaemonSetUpdateStrategy", "How the pod is replaced.", {
          type: optional(
            choice("A new one beside the old one where both may run.", ["RollingUpdate"], {
              default: "RollingUpdate",
              unsupportedChoices: ["OnDelete"],
            }),
          ),
          rollingUpdate: optional(
            mapping(
              "RollingUpdateDaemonSet",
              "How many hosts at once.",
              {
                maxSurge: podLimit("Hosts with two pods.", "0"),
                maxUnavailable: podLimit("Hosts without one.", "1"),
              },
              { partial: oneHost },
            ),
          ),
        }),
      ),
      minReadySeconds: minReadyField,
      revisionHistoryLimit: historyField,
    }),
  },
  { ...kubernetesObject, ...statusKey },
);

/** Source: kubernetes/api apps/v1/types.go, DaemonSet. */
export const daemonSetKind: KindDefinition<Static<typeof schema>> = {
  ...name,
  plural: "daemonsets",
  shortNames: ["ds"],
  schema,
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    const { selector, template } = spec;
    report.add(checkSelector(selector, template?.metadata?.labels ?? {}, ["spec", "selector"]));
    checkTemplate({ metadata, template, slots: slotNames(metadata?.name ?? "", 1) }, report);
  },
  contribute(object, world) {
    const { template, minReadySeconds } = object.value.spec;
    const labels = { "controller-revision-hash": templateHash(template) };
    return contributeSlots(object, world, {
      template,
      slots: slotNames(object.owner.name, 1).map((slot) => ({ name: slot, labels })),
      update: minReadySeconds ? { minReadySeconds } : {},
    });
  },
};
