import {
  type KindDefinition,
  mapping,
  type ObjectManifest,
  objectSchema,
  optional,
  reworded,
  type Static,
  textMap,
} from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { checkObjectName } from "../object-name.ts";
import { checkTemplate } from "./check-template.ts";
import { checkMatchLabels, checkSelector, podSelectorSchema } from "./selector.ts";
import { slotNames } from "./slot-names.ts";
import { contributeSlots } from "./slots.ts";
import { minReadyField, type PodTemplate, podTemplateSchema, replicasField } from "./template-schema.ts";

const description = "Pods of one kind that run on.";
const template = reworded(podTemplateSchema, {
  partial: "pods of a changed template are replaced, one after the other",
});

const replicaSet = { group: "apps", versions: ["v1"], kind: "ReplicaSet" } as const;

const replicaSetSchema = objectSchema(
  replicaSet,
  description,
  {
    spec: mapping("ReplicaSetSpec", "What runs, and how often.", {
      replicas: replicasField,
      selector: podSelectorSchema,
      template,
      minReadySeconds: minReadyField,
    }),
  },
  { ...kubernetesObject, ...statusKey },
);

interface Replicated extends ObjectManifest {
  readonly spec: {
    readonly template: PodTemplate;
    readonly replicas?: number;
    readonly minReadySeconds?: number;
  };
}

const contribute: KindDefinition<Replicated>["contribute"] = (object, world) => {
  const { replicas = 1, minReadySeconds, ...spec } = object.value.spec;
  return contributeSlots(object, world, {
    template: spec.template,
    slots: slotNames(object.owner.name, replicas).map((name) => ({ name })),
    update: minReadySeconds ? { minReadySeconds } : {},
    rolling: { from: "first", atOnce: { beside: 1, stopFirst: 1 } },
  });
};

/** Source: kubernetes/api apps/v1/types.go, ReplicaSet. */
export const replicaSetKind: KindDefinition<Static<typeof replicaSetSchema>> = {
  ...replicaSet,
  plural: "replicasets",
  shortNames: ["rs"],
  schema: replicaSetSchema,
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    const { selector, replicas = 1 } = spec;
    report.add(checkSelector(selector, spec.template?.metadata?.labels ?? {}, ["spec", "selector"]));
    const slots = slotNames(metadata?.name ?? "", replicas);
    checkTemplate({ metadata, template: spec.template, slots }, report);
  },
  contribute,
};

const controller = { group: "", versions: ["v1"], kind: "ReplicationController" } as const;

const controllerSchema = objectSchema(
  controller,
  description,
  {
    spec: mapping("ReplicationControllerSpec", "What runs, and how often.", {
      replicas: replicasField,
      selector: optional(textMap("Labels of the pods that are its own. Left out: those of the template.")),
      template,
      minReadySeconds: minReadyField,
    }),
  },
  { ...kubernetesObject, ...statusKey },
);

/** Source: kubernetes/api core/v1/types.go, ReplicationController. */
export const replicationControllerKind: KindDefinition<Static<typeof controllerSchema>> = {
  ...controller,
  plural: "replicationcontrollers",
  shortNames: ["rc"],
  schema: controllerSchema,
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    const { selector = {}, replicas = 1 } = spec;
    report.add(checkMatchLabels(selector, spec.template?.metadata?.labels ?? {}, ["spec", "selector"]));
    const slots = slotNames(metadata?.name ?? "", replicas);
    checkTemplate({ metadata, template: spec.template, slots }, report);
  },
  contribute,
};
