import type { VolumeSpec } from "@hashike/core/kinds";
import type { Claim } from "./claims-in.ts";

/** The volume of the engine in which a claim's data is, where no PersistentVolume is for it. */
export function claimVolume({
  owner,
  source,
  volumeOwner,
}: Pick<Claim, "owner" | "source" | "volumeOwner">): VolumeSpec {
  return {
    name: `${owner.namespace}_${owner.name}`,
    owner: volumeOwner,
    origin: source.locate(["metadata", "name"]),
  };
}
