import type { ContainerSpec } from "@hashike/core";
import {
  buildContainers,
  type Contribution,
  defaultUpdate,
  type EngineSpec,
  type Path,
  type UpdateSpec,
  withSandbox,
} from "@hashike/core/kinds";
import { variablesOf } from "../env/variables.ts";
import { dnsConfigOf, fullNameOf, networksOf } from "./dns.ts";
import { hostNameOf, type PodName } from "./names.ts";
import { toPodManifest } from "./pod-manifest.ts";
import type { PodPlace } from "./pod-place.ts";
import type { Container, PodSpec } from "./pod-spec-schema.ts";
import { heldMounts, needsSandbox, sandboxName } from "./sandbox.ts";
import { withSubPaths } from "./sub-paths.ts";
import { volumeSources } from "./volumes.ts";

/** The containers of a pod, and what they need. */
export function buildPod(place: PodPlace, update: UpdateSpec = defaultUpdate): Contribution {
  const { object, world, pod, spec, at, metadata } = place;
  const isOnHost = spec.hostNetwork ?? world.isOnHostNetwork;
  const mounted = withSubPaths(place);
  const contribution = buildContainers({
    object,
    world,
    at,
    metadata,
    update: () => update,
    pod: { ...toPodManifest(pod, mounted), ...(isOnHost ? {} : { dnsConfig: dnsConfigOf(pod, spec) }) },
    networks: () => networksOf(pod, spec, world.networks),
    volumes: volumeSources({ ...place, mounted }),
    // On the host's network the ports of the process are the host's, and so is the name.
    ...(isOnHost ? {} : { hostname: ownNameOf(pod, spec) }),
    publishes: isOnHost ? "everyPort" : "hostPorts",
    hostNamespaces: () => ({
      ...(isOnHost ? { hostNetwork: true } : {}),
      ...(spec.hostPID === true ? { hostPID: true } : {}),
      ...(spec.hostIPC === true ? { hostIPC: true } : {}),
    }),
    variables: ({ path }) => variablesOf(containerAt(spec, path), path, place),
    engine: () => engineOf(spec),
  });
  const placed = { ...contribution, containers: withPositions(contribution.containers ?? []) };
  if (!needsSandbox(spec) || isOnHost) return placed;
  return withSandbox(placed, {
    name: sandboxName(pod),
    sharesProcesses: spec.shareProcessNamespace === true,
    mounts: heldMounts(place),
  });
}

/** The first is the one that is meant where none is named. */
function withPositions(containers: readonly ContainerSpec[]): readonly ContainerSpec[] {
  const mains = containers.filter(({ role }) => role === "main");
  return containers.map((spec) => {
    const position = mains.indexOf(spec);
    return position > 0 ? { ...spec, position } : spec;
  });
}

/** The one as it is written: the builders see it in the words of all kinds. */
function containerAt(spec: PodSpec, path: Path): Container {
  const [list, index] = path.slice(-2);
  const container = spec[list as "containers" | "initContainers"]?.[Number(index)];
  if (container === undefined) throw new Error(`there is no container at ${path.join(".")}`);
  return container;
}

function ownNameOf(pod: PodName, spec: PodSpec): string {
  return (spec.setHostnameAsFQDN === true ? fullNameOf(pod, spec) : undefined) ?? hostNameOf(pod, spec);
}

function engineOf({ runtimeClassName }: PodSpec): EngineSpec {
  return runtimeClassName === undefined ? {} : { engineOptions: { Runtime: runtimeClassName } };
}
