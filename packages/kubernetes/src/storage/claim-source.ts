import { didYouMean, type Path, quote, type VolumeSource } from "@hashike/core/kinds";
import type { PodPlace } from "../pod/pod-place.ts";
import { boundVolume, refuseLost } from "./bind-claims.ts";
import { claimVolume } from "./claim-volume.ts";
import { claimsIn } from "./claims-in.ts";
import { nfsDriver } from "./nfs.ts";

/**
 * What a pod mounts for a claim.
 * @param path where the pod names it
 * @returns `undefined` when there is no such claim, which is reported
 */
export function claimSource(
  name: string,
  path: Path,
  { object, world, pod }: PodPlace,
): VolumeSource | undefined {
  const claims = claimsIn(world).filter(({ owner }) => owner.namespace === pod.namespace);
  const claim = claims.find(({ owner }) => owner.name === name);
  if (claim === undefined) {
    const similar = didYouMean(
      name,
      claims.map(({ owner }) => owner.name),
    );
    world.outside.miss(
      { source: object.source, path },
      `there is no PersistentVolumeClaim ${quote(name)} in namespace ${pod.namespace}`,
      similar === undefined ? "apply it before, or together with this" : `did you mean ${quote(similar)}?`,
    );
    return undefined;
  }
  const volume = boundVolume(claim.owner, world);
  if (volume === undefined) {
    refuseLost(claim, world, { source: object.source, path });
    return { kind: "volume", volume: claimVolume(claim) };
  }
  const { hostPath, local, nfs, mountOptions } = volume.value.spec;
  if (nfs !== undefined) {
    const driver = nfsDriver(nfs, mountOptions);
    return { kind: "volume", volume: { ...claimVolume(claim), driver }, hidesImage: true };
  }
  const origin = volume.source.locate(["spec", hostPath === undefined ? "local" : "hostPath", "path"]);
  const type = hostPath === undefined ? "Directory" : (hostPath.type ?? "");
  return { kind: "hostPath", hostPath: { path: hostPath?.path ?? local?.path ?? "", type, origin } };
}
