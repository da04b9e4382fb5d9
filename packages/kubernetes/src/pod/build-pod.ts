import {
  type AppliedObject,
  buildContainers,
  type Contribution,
  type EngineSpec,
  type Path,
  type World,
} from "@hashike/core/kinds";
import { variablesOf } from "../env/variables.ts";
import { hostNameOf, type PodName } from "./names.ts";
import { toPodManifest } from "./pod-manifest.ts";
import type { Container, PodSpec } from "./pod-spec-schema.ts";
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
  const place = { object, world, ...given };
  return buildContainers({
    object,
    world,
    at,
    pod: toPodManifest(pod, spec),
    volumes: volumeSources(place),
    hostname: hostNameOf(pod, spec),
    publishes: "hostPorts",
    variables: ({ path }) => variablesOf(containerAt(spec, path), path, place),
    engine: () => engineOf(spec),
  });
}

/** The one as it is written: the builders see it in the words of all kinds. */
function containerAt(spec: PodSpec, path: Path): Container {
  const [list, index] = path.slice(-2);
  const container = spec[list as "containers" | "initContainers"]?.[Number(index)];
  if (container === undefined) throw new Error(`there is no container at ${path.join(".")}`);
  return container;
}

function engineOf({ hostIPC, hostPID, runtimeClassName }: PodSpec): EngineSpec {
  const engineOptions = {
    ...(hostIPC === true ? { IpcMode: "host" } : {}),
    ...(hostPID === true ? { PidMode: "host" } : {}),
    ...(runtimeClassName === undefined ? {} : { Runtime: runtimeClassName }),
  };
  return Object.keys(engineOptions).length === 0 ? {} : { engineOptions };
}
