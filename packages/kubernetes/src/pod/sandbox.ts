import { below, type MountSpec, type Path, type Problem } from "@hashike/core/kinds";
import { emptyDirName, type PodName } from "./names.ts";
import type { PodPlace } from "./pod-place.ts";
import type { LoosePodSpec, PodSpec } from "./pod-spec-schema.ts";

/** Of a pod on the host's network each container has that itself. */
export function needsSandbox(spec: PodSpec): boolean {
  const { containers, initContainers = [], hostNetwork, shareProcessNamespace } = spec;
  if (hostNetwork === true) return false;
  const hasSidecar = initContainers.some(({ restartPolicy }) => restartPolicy === "Always");
  return (
    containers.length > 1 || hasSidecar || shareProcessNamespace === true || sharedMemory(spec).length > 0
  );
}

/** On the engine; no container of a pod has it, as theirs have one part more. */
export function sandboxName(pod: PodName): string {
  return `${pod.namespace}_${pod.name}`;
}

/** The names of volumes in memory that several containers mount: one of them alone has a tmpfs of its own. */
export function sharedMemory(spec: LoosePodSpec): readonly string[] {
  const mounted = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].flatMap((container) => [
    ...new Set(container?.volumeMounts?.map((mount) => mount?.name)),
  ]);
  return (spec.volumes ?? []).flatMap((volume) => {
    const name = volume?.name;
    const isShared = mounted.filter((one) => one === name).length > 1;
    return name !== undefined && volume?.emptyDir?.medium === "Memory" && isShared ? [name] : [];
  });
}

/** What is in memory is gone when nobody mounts it: between an init container and the next one the sandbox does. */
export function heldMounts({ pod, spec, template }: PodPlace): readonly MountSpec[] {
  return sharedMemory(spec).map((name, index) => ({
    type: "volume",
    volume: emptyDirName(pod, name, template),
    target: `/held/${index}`,
    readOnly: true,
  }));
}

/** What a sandbox would be needed for, which a pod on the host's network does not have. */
export function* checkHostWithoutSandbox(spec: LoosePodSpec, at: Path): Generator<Problem> {
  if (spec.hostNetwork !== true) return;
  const hint = "leave out one of the two";
  if (spec.shareProcessNamespace === true) {
    const path = below(at, "shareProcessNamespace");
    yield { path, message: "cannot be had together with hostNetwork", hint };
  }
  const [name] = sharedMemory(spec);
  if (name === undefined) return;
  const index = (spec.volumes ?? []).findIndex((volume) => volume?.name === name);
  yield {
    path: below(at, "volumes", index, "emptyDir", "medium"),
    message: "cannot be shared by several containers together with hostNetwork",
    hint,
  };
}
