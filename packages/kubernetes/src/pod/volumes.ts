import { below, bytes, type Path, parseQuantity, type VolumeSource } from "@hashike/core/kinds";
import { refuseFileMounts } from "../files/file-mounts.ts";
import { volumeFiles } from "../files/volume-files.ts";
import { claimSource } from "../storage/claim-source.ts";
import { nfsDriver } from "../storage/nfs.ts";
import { emptyDirName } from "./names.ts";
import type { PodPlace } from "./pod-place.ts";
import type { PodSpec, Volume } from "./pod-spec-schema.ts";
import { sharedMemory } from "./sandbox.ts";

/** What mounts name, by that name. @param place with the spec whose mounts have their sub paths */
export function volumeSources({
  mounted,
  ...place
}: PodPlace & { readonly mounted: PodSpec }): ReadonlyMap<string, VolumeSource> {
  const volumes = place.spec.volumes ?? [];
  const sources = new Map(
    volumes.flatMap((volume, index) => {
      const source = sourceOf(volume, below(place.at, "volumes", index), place);
      return source === undefined ? [] : [[volume.name, source] as const];
    }),
  );
  refuseFileMounts(sources, { ...place, spec: mounted });
  return sources;
}

function sourceOf(volume: Volume, path: Path, place: PodPlace): VolumeSource | undefined {
  const { object, world, pod, spec } = place;
  const { name, hostPath, persistentVolumeClaim, nfs, emptyDir = {} } = volume;
  if (persistentVolumeClaim !== undefined) {
    const at = below(path, "persistentVolumeClaim", "claimName");
    return claimSource(persistentVolumeClaim.claimName, at, place);
  }
  const files = volumeFiles(volume, path, place);
  if (files !== undefined) return files;
  if (hostPath !== undefined) {
    const origin = object.source.locate(below(path, "hostPath", "path"));
    const { type = "" } = hostPath;
    return {
      kind: "hostPath",
      hostPath: { path: world.resolveHostPath(hostPath.path, origin), type, origin },
    };
  }
  const origin = object.source.locate(below(path, "name"));
  const own = {
    name: emptyDirName(pod, name, spec),
    owner: object.owner,
    isTemporary: true,
    origin,
  } as const;
  if (nfs !== undefined)
    return { kind: "volume", volume: { ...own, driver: nfsDriver(nfs) }, hidesImage: true };
  if (emptyDir.medium !== "Memory") return { kind: "volume", volume: own };
  const size = sizeOf(emptyDir.sizeLimit);
  if (!sharedMemory(spec).includes(name)) return { kind: "memory", ...size };
  const o = [...(size.sizeBytes === undefined ? [] : [`size=${size.sizeBytes}`]), "mode=0777"].join(",");
  const driver = { name: "local", options: { type: "tmpfs", device: "tmpfs", o } };
  return { kind: "volume", volume: { ...own, driver } };
}

/** 0 is no limit. */
function sizeOf(limit: string | undefined): { readonly sizeBytes?: number } {
  const quantity = parseQuantity(limit ?? "0");
  const sizeBytes = "error" in quantity ? 0 : bytes(quantity);
  return sizeBytes === 0 ? {} : { sizeBytes };
}
