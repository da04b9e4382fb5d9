import {
  type AppliedObject,
  buildContainers,
  type Contribution,
  type EngineSpec,
  type Path,
  type World,
  withSandbox,
} from "@hashike/core/kinds";
import { variablesOf } from "../env/variables.ts";
import { dnsConfigOf, fullNameOf, networksOf } from "./dns.ts";
import { hostNameOf, type PodName } from "./names.ts";
import { toPodManifest } from "./pod-manifest.ts";
import type { Container, PodSpec } from "./pod-spec-schema.ts";
import { heldMounts, needsSandbox, sandboxName } from "./sandbox.ts";
import { withSubPaths } from "./sub-paths.ts";
import { volumeSources } from "./volumes.ts";

/**
 * The containers of a pod, and what they need.
 * @param at where the spec is in its object
 */
export function buildPod(
  object: AppliedObject,
  world: World,
  given: { readonly pod: PodName; readonly spec: PodSpec; readonly at: Path },
): Contribution {
  const { pod, spec, at } = given;
  const isOnHost = spec.hostNetwork ?? world.isOnHostNetwork;
  const place = { object, world, ...given };
  const mounted = withSubPaths(place);
  const contribution = buildContainers({
    object,
    world,
    at,
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
  if (!needsSandbox(spec) || isOnHost) return contribution;
  return withSandbox(contribution, {
    name: sandboxName(pod),
    sharesProcesses: spec.shareProcessNamespace === true,
    mounts: heldMounts(pod, spec),
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
