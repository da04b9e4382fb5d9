import {
  type ContainerManifest,
  isRegistryReference,
  type LoosePod,
  type PodManifest,
  parseImageReference,
  parseQuantity,
} from "@hashike/core/kinds";
import { containerName, type PodName } from "./names.ts";
import type { Container, LooseContainer, LoosePodSpec, PodSpec } from "./pod-spec-schema.ts";

/** The pod in the words of all kinds with containers, with the names of the engine. Variables are made apart. */
export function toPodManifest(pod: PodName, spec: PodSpec): PodManifest {
  const { containers, initContainers = [] } = spec;
  return {
    ...sharedFields(spec),
    containers: containers.map((container) => toContainer(pod, spec, container)),
    initContainers: initContainers.map((container) => toContainer(pod, spec, container)),
  } as PodManifest;
}

/** The same of what is left of a spec with mistakes, at the same places; names stay as they are written. */
export function toLoosePod(spec: LoosePodSpec): LoosePod {
  const withoutSources = (container: LooseContainer | undefined) =>
    container && {
      ...container,
      envFrom: undefined,
      env: container.env?.map((one) => one && { name: one.name, value: one.value }),
    };
  return {
    ...sharedFields(spec),
    containers: spec.containers?.map(withoutSources),
    initContainers: spec.initContainers?.map(withoutSources),
  } as LoosePod;
}

function sharedFields(spec: LoosePodSpec) {
  const { restartPolicy, terminationGracePeriodSeconds, hostAliases, dnsConfig, securityContext = {} } = spec;
  const { fsGroup, ...security } = securityContext;
  const groups = [...(security.supplementalGroups ?? []), ...(fsGroup === undefined ? [] : [fsGroup])];
  return {
    restartPolicy,
    terminationGracePeriodSeconds,
    hostAliases,
    dnsConfig,
    securityContext: { ...security, ...(groups.length === 0 ? {} : { supplementalGroups: groups }) },
  };
}

function toContainer(pod: PodName, spec: PodSpec, container: Container): ContainerManifest {
  const { env: _, envFrom: __, resources, imagePullPolicy, ...same } = container;
  const policy = imagePullPolicy ?? policyOf(container.image);
  return {
    ...same,
    name: containerName(pod, container.name),
    volumeMounts: container.volumeMounts?.map((mount) =>
      isReadOnly(spec, mount.name) ? { ...mount, readOnly: true } : mount,
    ),
    ...(policy === undefined ? {} : { imagePullPolicy: policy }),
    ...(resources === undefined ? {} : { resources: withoutZeros(resources) }),
  };
}

function isReadOnly({ volumes = [] }: PodSpec, name: string): boolean {
  return volumes.find((volume) => volume.name === name)?.persistentVolumeClaim?.readOnly === true;
}

/**
 * When to ask the registry for an image whose pod does not say it. Kubernetes always asks for a tag that moves; here a local
 * image will do when the registry does not have it.
 * @returns `undefined` for that
 */
export function policyOf(image: string): "IfNotPresent" | undefined {
  const reference = parseImageReference(image);
  const moves =
    !("error" in reference) && isRegistryReference(reference) && /:latest$/.test(reference.familiar);
  return moves ? undefined : "IfNotPresent";
}

type Resources = NonNullable<Container["resources"]>;

function withoutZeros({ limits, requests }: Resources): NonNullable<ContainerManifest["resources"]> {
  return { ...(limits && { limits: amounts(limits) }), ...(requests && { requests: amounts(requests) }) };
}

function amounts<Amounts extends Readonly<Record<string, string | undefined>>>(given: Amounts): Amounts {
  return Object.fromEntries(Object.entries(given).filter(([, text]) => !isZero(text ?? "0"))) as Amounts;
}

function isZero(text: string): boolean {
  const quantity = parseQuantity(text);
  return !("error" in quantity) && quantity.nano === 0n;
}
