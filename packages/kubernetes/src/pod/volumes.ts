import {
  type AppliedObject,
  below,
  bytes,
  type Path,
  parseQuantity,
  type VolumeSource,
  type World,
} from "@hashike/core/kinds";
import { emptyDirName, type PodName } from "./names.ts";
import type { PodSpec, Volume } from "./pod-spec-schema.ts";

export interface PodPlace {
  readonly object: AppliedObject;
  readonly world: World;
  readonly pod: PodName;
  readonly spec: PodSpec;
  /** Where the spec is in the object. */
  readonly at: Path;
}

/** What mounts name, by that name. */
export function volumeSources(place: PodPlace): ReadonlyMap<string, VolumeSource> {
  const volumes = place.spec.volumes ?? [];
  return new Map(
    volumes.map((volume, index) => [volume.name, sourceOf(volume, below(place.at, "volumes", index), place)]),
  );
}

function sourceOf(volume: Volume, path: Path, { object, world, pod, spec }: PodPlace): VolumeSource {
  const { name, hostPath, emptyDir = {} } = volume;
  if (hostPath !== undefined) {
    const origin = object.source.locate(below(path, "hostPath", "path"));
    const { type = "" } = hostPath;
    return {
      kind: "hostPath",
      hostPath: { path: world.resolveHostPath(hostPath.path, origin), type, origin },
    };
  }
  if (emptyDir.medium === "Memory") return { kind: "memory", ...sizeOf(emptyDir.sizeLimit) };
  const origin = object.source.locate(below(path, "name"));
  return { kind: "volume", volume: { name: emptyDirName(pod, name, spec), owner: object.owner, origin } };
}

/** 0 is no limit. */
function sizeOf(limit: string | undefined): { readonly sizeBytes?: number } {
  const quantity = parseQuantity(limit ?? "0");
  const sizeBytes = "error" in quantity ? 0 : bytes(quantity);
  return sizeBytes === 0 ? {} : { sizeBytes };
}
