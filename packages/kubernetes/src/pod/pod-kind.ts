import { type KindDefinition, objectSchema, type Static } from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { nameAlone } from "../noted.ts";
import { checkObjectName } from "../object-name.ts";
import { buildPod } from "./build-pod.ts";
import { checkPodSpec, claimsOf } from "./check-pod-spec.ts";
import { checkFullName } from "./dns.ts";
import { podSpecSchema } from "./pod-spec-schema.ts";

const name = { group: "", versions: ["v1"], kind: "Pod" } as const;

const schema = objectSchema(
  name,
  "Containers that run together.",
  { spec: podSpecSchema },
  { ...kubernetesObject, ...statusKey },
);

/** Source: kubernetes/api core/v1/types.go, Pod. */
export const podKind: KindDefinition<Static<typeof schema>> = {
  ...name,
  plural: "pods",
  shortNames: ["po"],
  schema,
  spansApplies: true,
  noted: { note: nameAlone },
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    report.add(checkPodSpec(spec, ["spec"]));
    const pod = { namespace: metadata?.namespace ?? "default", name: metadata?.name ?? "" };
    report.add(checkFullName(pod, spec, ["spec"]));
    for (const claim of claimsOf(pod, spec, ["spec"])) report.claim(claim);
  },
  contribute(object, world) {
    const { metadata, spec } = object.value;
    const { labels = {}, annotations = {} } = metadata;
    return buildPod({
      object,
      world,
      pod: object.owner,
      spec,
      at: ["spec"],
      metadata: { labels, annotations },
      template: spec,
    });
  },
};
