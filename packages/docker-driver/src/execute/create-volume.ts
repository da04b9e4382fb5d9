import { type ActionOutput, ownerKey, type VolumeSpec } from "@hashike/core";
import { type Labels, ownershipOf, volumeLabels } from "../labels.ts";
import { engineFailure } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";

/** The engine answers with the volume that has the name, which may have been made before by somebody else. */
export const createVolume: Executor<"volume.create"> = async ({ volume }, { client }) => {
  try {
    const made = await client.post<{ readonly Labels: Labels | null }>("/volumes/create", {
      body: { Name: volume.name, Driver: "local", Labels: volumeLabels(volume) },
    });
    return sharingNotice(volume, made.Labels);
  } catch (error) {
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", `cannot create volume ${volume.name}`);
  }
};

function sharingNotice(volume: VolumeSpec, labels: Labels | null): ActionOutput {
  const found = ownershipOf(labels);
  if (found.kind === "owned" && ownerKey(found.owner) === ownerKey(volume.owner)) return {};
  const whose = found.kind === "owned" ? `belongs to ${ownerKey(found.owner)}` : "was made by somebody else";
  return { notices: [`volume ${volume.name} ${whose}; it is shared`] };
}
