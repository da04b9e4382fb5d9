import { canonicalJson, fingerprint, type Owner, ownerKey } from "@hashike/core/kinds";
import type { PodSpec } from "./pod-spec-schema.ts";

/** On the engine; a pod's parts are found by labels, never by taking a name apart. */
export function containerName(pod: PodName, container: string): string {
  return `${pod.namespace}_${pod.name}_${container}`;
}

export interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** A pod that is made anew begins with an empty volume, so its name goes by what the pod is made from. */
export function emptyDirName(pod: PodName, volume: string, spec: PodSpec): string {
  return `${pod.namespace}_${pod.name}_${volume}-${fingerprint(canonicalJson(spec)).slice(0, 10)}`;
}

/** The pod's uid: another one for each owner and each template, and the same for equal ones. */
export function podUid(owner: Owner, spec: PodSpec): string {
  const digits = fingerprint(`${ownerKey(owner)}\n${canonicalJson(spec)}`);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const longestHostName = 63;

/** Source: kubernetes/kubernetes pkg/kubelet/util, TruncatePodHostnameIfNeeded. */
export function hostNameOf(pod: PodName, { hostname, hostnameOverride }: PodSpec): string {
  const name = hostnameOverride ?? hostname ?? pod.name.replaceAll("_", "-");
  return name.slice(0, longestHostName).replace(/(?<![-.])[-.]+$/, "");
}
