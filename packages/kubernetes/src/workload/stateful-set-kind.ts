import { type KindDefinition, type Loose, type Problem, quote } from "@hashike/core/kinds";
import { checkObjectName } from "../object-name.ts";
import { templateHash } from "../pod/names.ts";
import type { LoosePodSpec, PodSpec } from "../pod/pod-spec-schema.ts";
import { checkStorage } from "../storage/check-storage.ts";
import { claimNameOf } from "../storage/claims-in.ts";
import { checkTemplate } from "./check-template.ts";
import { resolveLimit } from "./limits.ts";
import { checkSelector } from "./selector.ts";
import { slotNames } from "./slot-names.ts";
import { contributeSlots } from "./slots.ts";
import { type StatefulSet, statefulSetName, statefulSetSchema } from "./stateful-set-schema.ts";

type LooseSpec = Loose<StatefulSet["spec"]>;

/** Source: kubernetes/api apps/v1/types.go, StatefulSet. */
export const statefulSetKind: KindDefinition<StatefulSet> = {
  ...statefulSetName,
  plural: "statefulsets",
  shortNames: ["sts"],
  schema: statefulSetSchema,
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    const { selector, template, replicas = 1, ordinals } = spec;
    report.add(checkSelector(selector, template?.metadata?.labels ?? {}, ["spec", "selector"]));
    report.add(checkPartition(spec));
    report.add(checkClaims(spec));
    const slots = slotNames(metadata?.name ?? "", replicas, ordinals?.start);
    const pod = template?.spec && withClaims(template.spec, spec, "");
    checkTemplate({ metadata, template: { ...template, spec: pod }, slots }, report);
  },
  contribute(object, world) {
    const { spec } = object.value;
    const { template, replicas = 1, ordinals, updateStrategy, minReadySeconds } = spec;
    const names = slotNames(object.owner.name, replicas, ordinals?.start);
    const hash = `${object.owner.name}-${templateHash(template)}`;
    const { maxUnavailable = "1" } = updateStrategy?.rollingUpdate ?? {};
    const size = Math.max(1, resolveLimit(maxUnavailable, replicas, Math.ceil));
    return contributeSlots(object, world, {
      template,
      slots: names.map((name, index) => ({
        name,
        labels: {
          "apps.kubernetes.io/pod-index": String((ordinals?.start ?? 0) + index),
          "controller-revision-hash": hash,
          "statefulset.kubernetes.io/pod-name": name,
        },
        spec: withClaims(template.spec, spec, name) as PodSpec,
      })),
      update: {
        stopFirst: `a ${object.owner.kind} never has two pods of one name`,
        ...(minReadySeconds ? { minReadySeconds } : {}),
      },
      isOrdered: spec.podManagementPolicy !== "Parallel",
      rolling: { from: "last", atOnce: { beside: size, stopFirst: size } },
    });
  },
};

/** The pod's own claims are volumes of the same names; they come last, so that what is written keeps its place. */
function withClaims(pod: LoosePodSpec, { volumeClaimTemplates = [] }: LooseSpec, slot: string): LoosePodSpec {
  const { volumes = [] } = pod;
  const taken = new Set(volumes.map((volume) => volume?.name));
  const own = volumeClaimTemplates.flatMap((template) => {
    const name = template?.metadata?.name;
    if (name === undefined || taken.has(name)) return [];
    taken.add(name);
    return [{ name, persistentVolumeClaim: { claimName: claimNameOf(name, slot) } }];
  });
  return own.length === 0 ? pod : { ...pod, volumes: [...volumes, ...own] };
}

function* checkClaims({ volumeClaimTemplates = [], template }: LooseSpec): Generator<Problem> {
  const names = new Set(template?.spec?.volumes?.map((volume) => volume?.name));
  for (const [index, claim] of volumeClaimTemplates.entries()) {
    const at = ["spec", "volumeClaimTemplates", index];
    for (const list of ["requests", "limits"] as const) {
      yield* checkStorage(claim?.spec?.resources?.[list]?.storage, [
        ...at,
        "spec",
        "resources",
        list,
        "storage",
      ]);
    }
    const name = claim?.metadata?.name;
    if (name === undefined) continue;
    if (names.has(name)) {
      yield { path: [...at, "metadata", "name"], message: `names a second volume ${quote(name)}` };
    }
    names.add(name);
  }
}

function* checkPartition({ updateStrategy }: LooseSpec): Generator<Problem> {
  const { partition = 0 } = updateStrategy?.rollingUpdate ?? {};
  if (partition === 0) return;
  yield {
    path: ["spec", "updateStrategy", "rollingUpdate", "partition"],
    message: "is not supported yet: what the pods below it were made from is not known here",
    hint: "leave it out: all pods are replaced, from the last to the first",
  };
}
