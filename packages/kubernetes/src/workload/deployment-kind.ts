import {
  choice,
  flag,
  type KindDefinition,
  type Loose,
  mapping,
  objectSchema,
  optional,
  type Problem,
  type Static,
  type UpdateSpec,
  wholeNumber,
} from "@hashike/core/kinds";
import { kubernetesObject, statusKey } from "../metadata.ts";
import { checkObjectName } from "../object-name.ts";
import { templateHash } from "../pod/names.ts";
import { checkTemplate } from "./check-template.ts";
import { isZero, resolveLimits } from "./limits.ts";
import { checkSelector, podSelectorSchema } from "./selector.ts";
import { slotNames } from "./slot-names.ts";
import { contributeSlots } from "./slots.ts";
import {
  historyField,
  minReadyField,
  podLimit,
  podTemplateSchema,
  replicasField,
} from "./template-schema.ts";

const name = { group: "apps", versions: ["v1"], kind: "Deployment" } as const;

/** Source: kubernetes/api apps/v1/types.go, DeploymentStrategy. */
const strategySchema = mapping("DeploymentStrategy", "How pods are replaced.", {
  type: optional(
    choice(
      "RollingUpdate: some at a time, a new one beside the old one where both may run. Recreate: all old ones stop, then the new ones start.",
      ["RollingUpdate", "Recreate"],
      { default: "RollingUpdate" },
    ),
  ),
  rollingUpdate: optional(
    mapping("RollingUpdateDeployment", "How many pods change at once: the larger of the two, at least one.", {
      maxSurge: podLimit("Pods more than wanted; a share is rounded up. 0: an old one stops first.", "25%"),
      maxUnavailable: podLimit(
        "Pods fewer than wanted, where an old one stops first; a share is rounded down.",
        "25%",
      ),
    }),
  ),
});

const schema = objectSchema(
  name,
  "Pods of one kind that run on, and are replaced one after the other.",
  {
    spec: mapping("DeploymentSpec", "What runs, and how often.", {
      replicas: replicasField,
      selector: podSelectorSchema,
      template: podTemplateSchema,
      strategy: optional(strategySchema),
      minReadySeconds: minReadyField,
      progressDeadlineSeconds: optional(
        wholeNumber("Seconds for which a new pod may take to become ready.", 0, 2 ** 31 - 1, {
          default: 600,
        }),
      ),
      revisionHistoryLimit: historyField,
      paused: optional(
        flag("Whether a changed template is left alone.", {
          default: false,
          partial: "only false is supported",
        }),
      ),
    }),
  },
  { ...kubernetesObject, ...statusKey },
);

type Deployment = Static<typeof schema>;
type Spec = Deployment["spec"];

/** Source: kubernetes/api apps/v1/types.go, Deployment. */
export const deploymentKind: KindDefinition<Deployment> = {
  ...name,
  plural: "deployments",
  shortNames: ["deploy"],
  schema,
  check({ metadata, spec }, report) {
    report.add(checkObjectName(metadata));
    if (spec === undefined) return;
    const { template, selector, replicas = 1 } = spec;
    report.add(checkStrategy(spec));
    report.add(checkSelector(selector, template?.metadata?.labels ?? {}, ["spec", "selector"]));
    checkTemplate({ metadata, template, slots: slotNames(metadata?.name ?? "", replicas) }, report);
  },
  contribute(object, world) {
    const { spec } = object.value;
    const { template, replicas = 1, strategy } = spec;
    const labels = { "pod-template-hash": templateHash(template) };
    const { surge, unavailable } = resolveLimits(strategy?.rollingUpdate ?? {}, replicas);
    return contributeSlots(object, world, {
      template,
      slots: slotNames(object.owner.name, replicas).map((slot) => ({ name: slot, labels })),
      update: updateOf(spec),
      ...(strategy?.type === "Recreate"
        ? {}
        : {
            rolling: {
              from: "first",
              atOnce: { beside: Math.max(1, surge, unavailable), stopFirst: Math.max(1, unavailable) },
            },
          }),
    });
  },
};

function updateOf({ strategy, minReadySeconds, progressDeadlineSeconds }: Spec): Partial<UpdateSpec> {
  return {
    ...(strategy?.type === "Recreate" ? { strategy: "Recreate", allAtOnce: true } : {}),
    ...(isZero(strategy?.rollingUpdate?.maxSurge) ? { stopFirst: "maxSurge is 0" } : {}),
    ...(minReadySeconds ? { minReadySeconds } : {}),
    ...(progressDeadlineSeconds === undefined ? {} : { progressDeadlineSeconds }),
  };
}

/** Source: kubernetes/kubernetes pkg/apis/apps/validation, ValidateDeploymentSpec. */
function* checkStrategy(spec: Loose<Spec>): Generator<Problem> {
  const { strategy, minReadySeconds = 0, progressDeadlineSeconds = 600, paused } = spec;
  const at = ["spec", "strategy", "rollingUpdate"];
  if (strategy?.type === "Recreate" && strategy.rollingUpdate !== undefined) {
    yield { path: at, message: "is only for type: RollingUpdate", hint: "leave out one of the two" };
  } else if (isZero(strategy?.rollingUpdate?.maxSurge) && isZero(strategy?.rollingUpdate?.maxUnavailable)) {
    yield {
      path: [...at, "maxUnavailable"],
      message: "must not be 0 when maxSurge is 0: no pod could be replaced",
      hint: "raise one of the two",
    };
  }
  if (minReadySeconds >= progressDeadlineSeconds) {
    yield {
      path: ["spec", "progressDeadlineSeconds"],
      message: `must be more than minReadySeconds (${minReadySeconds}), got ${progressDeadlineSeconds}`,
    };
  }
  if (paused !== true) return;
  yield {
    path: ["spec", "paused"],
    message: "is not supported yet: what the pods were made from before is not known here",
    hint: "leave it out, and apply the changed manifest when it is to take effect",
  };
}
