import type { IgnoredKind } from "@hashike/core/kinds";
import { field } from "./field.ts";
import { isTestHook } from "./helm-hooks.ts";
import { tellOfAccount } from "./role-bindings.ts";

const noCluster = "there is no cluster";
const noServer = "there is no API server";
const notEnforced = "not enforced on one host";
const mesh = "there is no service mesh";
const noMetrics = "nothing collects metrics";
const oneHost = "there is only one host";

/** Kinds of the machinery of a cluster, as `Kind` or `Kind.group`, by why they mean nothing here. */
const reasons: readonly (readonly [reason: string, kinds: string])[] = [
  [
    noServer,
    "ServiceAccount Role.rbac.authorization.k8s.io RoleBinding.rbac.authorization.k8s.io ClusterRole.rbac.authorization.k8s.io ClusterRoleBinding.rbac.authorization.k8s.io APIService.apiregistration.k8s.io ValidatingWebhookConfiguration.admissionregistration.k8s.io MutatingWebhookConfiguration.admissionregistration.k8s.io ValidatingAdmissionPolicy.admissionregistration.k8s.io ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io PodSecurityPolicy.policy",
  ],
  [
    notEnforced,
    "NetworkPolicy.networking.k8s.io LimitRange ResourceQuota AuthorizationPolicy.security.istio.io PeerAuthentication.security.istio.io RequestAuthentication.security.istio.io",
  ],
  [oneHost, "PodDisruptionBudget.policy PriorityClass.scheduling.k8s.io Node"],
  [
    noCluster,
    "RuntimeClass.node.k8s.io CSIDriver.storage.k8s.io Lease.coordination.k8s.io Event Event.events.k8s.io",
  ],
  [
    "the number of replicas stays as it is",
    "HorizontalPodAutoscaler.autoscaling VerticalPodAutoscaler.autoscaling.k8s.io",
  ],
  [
    noMetrics,
    "ServiceMonitor.monitoring.coreos.com PodMonitor.monitoring.coreos.com PrometheusRule.monitoring.coreos.com",
  ],
  [mesh, "ServiceEntry.networking.istio.io EnvoyFilter.networking.istio.io Telemetry.telemetry.istio.io"],
  [
    "no certificates are made",
    "Certificate.cert-manager.io Issuer.cert-manager.io ClusterIssuer.cert-manager.io",
  ],
];

/** Accepted, with one notice for all of a kind. */
export const ignoredKinds: readonly IgnoredKind[] = [
  ...reasons.flatMap(([reason, names]) =>
    names.split(" ").map((name): IgnoredKind => {
      const [kind = "", ...group] = name.split(".");
      const tells = kind.endsWith("RoleBinding") ? { tells: tellOfAccount } : {};
      return { kind, group: group.join("."), reason, ...tells };
    }),
  ),
  { kind: "*", group: "", matches: isTestHook, reason: "a test of a Helm chart" },
  // Everything is of some namespace, which needs no object.
  { kind: "Namespace", group: "" },
  {
    kind: "CustomResourceDefinition",
    group: "apiextensions.k8s.io",
    reason: "nothing here acts on its objects",
    declares: declaredKind,
  },
];

/** What objects of a definition are called. */
function declaredKind(definition: unknown): { readonly group: string; readonly kind: string } | undefined {
  const { group, names } = field(definition, "spec") as {
    readonly group?: unknown;
    readonly names?: unknown;
  };
  const { kind } = field({ names }, "names") as { readonly kind?: unknown };
  return typeof group === "string" && typeof kind === "string" ? { group, kind } : undefined;
}
