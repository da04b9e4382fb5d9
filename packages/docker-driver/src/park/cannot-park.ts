import { type EngineFacts, HashikeError } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineStatus } from "../engine/faults/engine-error.ts";
import { labelName, noteValue } from "../labels.ts";
import { type ListedVolume, listVolumes } from "../observe/volumes.ts";

/** What was found may have been mended by then: a module of the kernel that was not loaded, a full disk. */
const heldForSeconds = 24 * 60 * 60;

/**
 * Notes on the engine that it cannot let a container run without its host ports, so that the next plan stops the old one
 * first. The note holds for a day, and for this version of the engine.
 * @returns the error to throw
 */
export async function cannotPark(
  client: EngineClient,
  tried: string,
  reason: string,
  cause: unknown,
): Promise<HashikeError> {
  const labels = {
    [labelName.hashike]: noteValue,
    [labelName.cannotPark]: reason,
    [labelName.cannotParkAt]: String(client.nowSeconds()),
    [labelName.apiVersion]: client.apiVersion,
  };
  const earlier = await listVolumes(client, { labels: { [labelName.hashike]: noteValue } });
  await client.post("/volumes/create", {
    body: { Name: `hashike-cannot-park-${client.nowSeconds()}`, Driver: "local", Labels: labels },
  });
  for (const { Name, Labels } of earlier) {
    if (Labels?.[labelName.cannotPark] === undefined || Name.endsWith(`-${client.nowSeconds()}`)) continue;
    await client.delete(`/volumes/${encodeURIComponent(Name)}`).catch((error) => {
      // Somebody else has removed it, or has it mounted.
      if (engineStatus(error) === undefined) throw error;
    });
  }
  return new HashikeError("DRIVER_CANNOT_PARK", `${tried}: ${reason}`, {
    hint: "apply again: it is noted on the engine, and the old container is stopped first",
    cause,
  });
}

/** What was noted, if that still holds. */
export function notedCannotPark(
  listed: readonly ListedVolume[],
  { apiVersion, nowSeconds }: Pick<EngineFacts, "apiVersion" | "nowSeconds">,
): string | undefined {
  const noted = listed.find(({ Labels }) => {
    const at = Number(Labels?.[labelName.cannotParkAt]);
    return (
      Labels?.[labelName.apiVersion] === apiVersion && nowSeconds >= at && nowSeconds - at < heldForSeconds
    );
  });
  const reason = noted?.Labels?.[labelName.cannotPark];
  return reason === undefined ? undefined : `this engine cannot let both run (${reason})`;
}
