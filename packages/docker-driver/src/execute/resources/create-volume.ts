import {
  type ActionOutput,
  driverDifferences,
  HashikeError,
  ownerKey,
  revealSecrets,
  type VolumeSpec,
} from "@hashike/core";
import { ownershipOf, volumeLabels } from "../../labels.ts";
import { driverOf, type ListedVolume } from "../../observe/volumes.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

type Secrets = Readonly<Record<string, string>>;

/** The engine answers with the volume that has the name, which may have been made before by somebody else. */
export const createVolume: Executor<"volume.create"> = async ({ volume }, { client }, { secrets }) => {
  try {
    const made = await client.post<ListedVolume>("/volumes/create", { body: volumeBody(volume, secrets) });
    return foundInstead(volume, made, secrets);
  } catch (error) {
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", `cannot create volume ${volume.name}`);
  }
};

export function volumeBody(volume: VolumeSpec, secrets: Secrets) {
  const { name: driver = "local", options = {} } = volume.driver ?? {};
  const revealed = Object.entries(options).map(([name, value]) => [name, revealSecrets(value, secrets)]);
  return {
    Name: volume.name,
    Driver: driver,
    ...(revealed.length === 0 ? {} : { DriverOpts: Object.fromEntries(revealed) }),
    Labels: volumeLabels(volume),
  };
}

/** Somebody was faster: since the plan was made. */
function foundInstead(volume: VolumeSpec, made: ListedVolume, secrets: Secrets): ActionOutput {
  const { name, owner, driver } = volume;
  const found = ownershipOf(made.Labels);
  if (found.kind === "owned" && ownerKey(found.owner) !== ownerKey(owner)) {
    throw new HashikeError("DRIVER_VOLUME_FAILED", `volume ${name} belongs to ${ownerKey(found.owner)}`, {
      hint: "choose another name, or write `external: true` on the volume to use that one",
    });
  }
  const differing = driverDifferences(driver, driverOf(made), secrets);
  if (differing.length > 0) {
    throw new HashikeError("DRIVER_VOLUME_FAILED", `volume ${name} exists with ${differing.join(", and ")}`, {
      hint: `a volume cannot be changed: choose another name, or remove it with \`docker volume rm ${name}\` when nobody needs its data`,
    });
  }
  if (found.kind === "owned") return {};
  return { notices: [`volume ${name} was made by somebody else; it is shared`] };
}
