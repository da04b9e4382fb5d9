import {
  type BuildContainersInput,
  below,
  type ContainerManifest,
  type Path,
  type PodManifest,
  type Problem,
} from "@hashike/core/kinds";
import { hostNameOf, type PodName } from "./names.ts";
import type { LoosePodSpec, PodSpec } from "./pod-spec-schema.ts";

const clusterDomain = "svc.cluster.local";

type Networks = ReturnType<NonNullable<BuildContainersInput<ContainerManifest>["networks"]>>;

/** How names are resolved in a pod on networks of the engine. Source: kubernetes/kubernetes pkg/kubelet/network/dns. */
export function dnsConfigOf(
  pod: PodName,
  { dnsPolicy = "ClusterFirst", dnsConfig }: PodSpec,
): PodManifest["dnsConfig"] {
  if (dnsPolicy === "Default" || dnsPolicy === "None") return dnsConfig;
  const { searches = [], options = [], ...rest } = dnsConfig ?? {};
  const ofCluster = [`${pod.namespace}.${clusterDomain}`, clusterDomain, "cluster.local"];
  // A name with a dot is looked up as it is first, so that names of the world take no longer than without the searches.
  const ndots = options.some(({ name }) => name === "ndots") ? [] : [{ name: "ndots", value: "1" }];
  return { ...rest, searches: [...new Set([...ofCluster, ...searches])], options: [...ndots, ...options] };
}

/** What a pod of a subdomain calls itself: `web-0.web.default.svc.cluster.local`; `undefined` for others. */
export function fullNameOf(pod: PodName, spec: PodSpec): string | undefined {
  return spec.subdomain
    ? `${hostNameOf(pod, spec)}.${spec.subdomain}.${pod.namespace}.${clusterDomain}`
    : undefined;
}

/** Its networks, on which others find it by its names. */
export function networksOf(pod: PodName, spec: PodSpec, networks: readonly string[]): Networks {
  const fullName = fullNameOf(pod, spec);
  // Engines have no names on the network of that name.
  const named = networks.filter((network) => network !== "bridge");
  if (fullName === undefined || named.length === 0) return { networks };
  const aliases = [
    fullName.replace(/\.svc\.cluster\.local$/, ""),
    fullName.replace(/\.cluster\.local$/, ""),
    fullName,
  ];
  return { networks, attachments: Object.fromEntries(named.map((network) => [network, { aliases }])) };
}

const longestOfKernel = 64;

/** @param pod as far as it is known */
export function* checkFullName(pod: PodName, spec: LoosePodSpec, at: Path): Generator<Problem> {
  if (spec.setHostnameAsFQDN !== true) return;
  const { length } = fullNameOf(pod, spec as PodSpec) ?? "";
  if (length <= longestOfKernel) return;
  const message = `would be a host name of ${length} characters, and ${longestOfKernel} are the most`;
  yield { path: below(at, "setHostnameAsFQDN"), message, hint: "leave it out, or write shorter names" };
}
