import type { AppliedObject, VolumeSpec } from "@hashike/core/kinds";

/** The volume of the engine in which a claim's data is, where no PersistentVolume is for it. */
export function claimVolume({ owner, source }: AppliedObject): VolumeSpec {
  return {
    name: `${owner.namespace}_${owner.name}`,
    owner,
    origin: source.locate(["metadata", "name"]),
  };
}
