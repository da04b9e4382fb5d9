import {
  type AppliedObject,
  type ManifestPlace,
  type Owner,
  ownerKey,
  parseQuantity,
  quote,
  type World,
} from "@hashike/core/kinds";
import type { PersistentVolumeClaim } from "./claim-schema.ts";
import { claimVolume } from "./claim-volume.ts";
import { type Claim, claimsIn } from "./claims-in.ts";
import type { PersistentVolume } from "./persistent-volume-kind.ts";

type Volume = AppliedObject<PersistentVolume>;

/**
 * The PersistentVolume that a claim gets, of those that are applied together with it; `undefined` when none is for it.
 * Source: kubernetes/kubernetes pkg/controller/volume/persistentvolume, findBestMatchForClaim.
 */
export function boundVolume(claim: Owner, world: World): Volume | undefined {
  return bindings(world).get(ownerKey(claim));
}

/**
 * What a claim was bound to by an earlier apply, and is for good: a PersistentVolume, or a volume of the engine of its own.
 * `undefined` when it was not, or asks for another one by name.
 */
function earlierVolume({ owner, spec }: Claim, world: World): string | undefined {
  const noted = world.noted(owner) as PersistentVolumeClaim | undefined;
  return spec === noted?.spec || spec.volumeName === undefined ? noted?.spec.volumeName : undefined;
}

/**
 * Reports a claim that is bound to a PersistentVolume that is not here any more: its data is in no other one.
 * @returns whether it is
 */
export function refuseLost(claim: Claim, world: World, place: ManifestPlace): boolean {
  const earlier = earlierVolume(claim, world);
  const isThere = earlier === claimVolume(claim).name || boundVolume(claim.owner, world) !== undefined;
  if (earlier === undefined || isThere) return false;
  const message = `PersistentVolumeClaim ${quote(claim.owner.name)} is bound to PersistentVolume ${quote(earlier)}, which is not there any more`;
  const hint = `apply that again; or give the data up: hashike delete pvc ${claim.owner.name}`;
  world.outside.refuse(place, message, hint);
  return true;
}

/** Who asks for a volume by name, or is asked for by one, comes first; then each in turn gets the smallest that fits. */
function bindings(world: World): ReadonlyMap<string, Volume> {
  const claims = claimsIn(world).map((claim) => {
    const volumeName = earlierVolume(claim, world);
    return volumeName === undefined ? claim : { ...claim, spec: { ...claim.spec, volumeName } };
  });
  const volumes = world.objects.filter(({ owner }) => owner.kind === "PersistentVolume");
  const free = new Set((volumes as readonly AppliedObject[] as readonly Volume[]).toSorted(bySize));
  const bound = new Map<string, Volume>();
  for (const fits of [isMeant, suits]) {
    for (const claim of claims) {
      const key = ownerKey(claim.owner);
      const found = bound.has(key) ? undefined : [...free].find((volume) => fits(claim, volume));
      if (found === undefined) continue;
      bound.set(key, found);
      free.delete(found);
    }
  }
  return bound;
}

function isMeant(claim: Claim, volume: Volume): boolean {
  const { claimRef } = volume.value.spec;
  if (claimRef?.name === undefined) return claim.spec.volumeName === volume.owner.name;
  return claimRef.name === claim.owner.name && (claimRef.namespace ?? "default") === claim.owner.namespace;
}

function suits(claim: Claim, volume: Volume): boolean {
  const { accessModes = [], selector, resources, storageClassName = "", volumeName } = claim.spec;
  const { spec, metadata } = volume.value;
  if (spec.claimRef?.name !== undefined || volumeName !== undefined) return false;
  const labels = Object.entries(selector?.matchLabels ?? {});
  return (
    (spec.storageClassName ?? "") === storageClassName &&
    accessModes.every((mode) => spec.accessModes?.includes(mode) === true) &&
    sizeOf(spec.capacity?.storage) >= sizeOf(resources?.requests?.storage) &&
    labels.every(([key, value]) => metadata.labels?.[key] === value)
  );
}

function bySize(a: Volume, b: Volume): number {
  const difference = sizeOf(a.value.spec.capacity?.storage) - sizeOf(b.value.spec.capacity?.storage);
  if (difference !== 0n) return difference < 0n ? -1 : 1;
  return a.owner.name < b.owner.name ? -1 : 1;
}

function sizeOf(text: string | undefined): bigint {
  const quantity = parseQuantity(text ?? "0");
  return "error" in quantity ? 0n : quantity.nano;
}
