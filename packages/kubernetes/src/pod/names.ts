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
export function emptyDirName(pod: PodName, volume: string, template: unknown): string {
  return `${pod.namespace}_${pod.name}_${volume}-${templateHash(template)}`;
}

/** What tells pods apart that are made from different templates. */
export function templateHash(template: unknown): string {
  return fingerprint(canonicalJson(template)).slice(0, 10);
}

/** The pod's uid: another one for each owner, each of its pods and each template, and the same for equal ones. */
export function podUid(owner: Owner, pod: PodName, template: unknown): string {
  // A pod of its own has its owner's name.
  const name = pod.name === owner.name ? "" : `/${pod.name}`;
  const digits = fingerprint(`${ownerKey(owner)}${name}\n${canonicalJson(template)}`);
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const longestHostName = 63;

/** Source: kubernetes/kubernetes pkg/kubelet/util, TruncatePodHostnameIfNeeded. */
export function hostNameOf(pod: PodName, { hostname, hostnameOverride }: PodSpec): string {
  const name = hostnameOverride ?? hostname ?? pod.name.replaceAll("_", "-");
  return name.slice(0, longestHostName).replace(/(?<![-.])[-.]+$/, "");
}
