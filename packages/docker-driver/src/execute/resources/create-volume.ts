import { type ActionOutput, HashikeError, ownerKey, type VolumeSpec } from "@hashike/core";
import { type Labels, ownershipOf, volumeLabels } from "../../labels.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

/** The engine answers with the volume that has the name, which may have been made before by somebody else. */
export const createVolume: Executor<"volume.create"> = async ({ volume }, { client }) => {
  try {
    const made = await client.post<{ readonly Labels: Labels | null }>("/volumes/create", {
      body: { Name: volume.name, Driver: "local", Labels: volumeLabels(volume) },
    });
    return foundInstead(volume, made.Labels);
  } catch (error) {
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", `cannot create volume ${volume.name}`);
  }
};

/** Somebody was faster: since the plan was made. */
function foundInstead(volume: VolumeSpec, labels: Labels | null): ActionOutput {
  const found = ownershipOf(labels);
  if (found.kind !== "owned") {
    return { notices: [`volume ${volume.name} was made by somebody else; it is shared`] };
  }
  if (ownerKey(found.owner) === ownerKey(volume.owner)) return {};
  throw new HashikeError(
    "DRIVER_VOLUME_FAILED",
    `volume ${volume.name} belongs to ${ownerKey(found.owner)}`,
    {
      hint: "choose another name, or write `external: true` on the volume to use that one",
    },
  );
}
