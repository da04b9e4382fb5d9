import { HashikeError } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineStatus } from "../../engine/faults/engine-error.ts";
import type { ListedContainer } from "../../observe/containers.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

export const removeVolume: Executor<"volume.remove"> = async ({ volumeName }, { client }) => {
  try {
    await client.delete(`/volumes/${encodeURIComponent(volumeName)}`);
  } catch (error) {
    if (engineStatus(error) === 404) return {};
    if (engineStatus(error) === 409) throw await volumeInUse(client, volumeName, error);
    throw engineFailure(error, "DRIVER_VOLUME_FAILED", `cannot remove volume ${volumeName}`);
  }
  return {};
};

/** Also a stopped container holds its volumes. */
async function volumeInUse(client: EngineClient, volumeName: string, cause: unknown): Promise<HashikeError> {
  const filters = JSON.stringify({ volume: [volumeName] });
  const users = await client
    .get<readonly ListedContainer[]>("/containers/json", { query: { all: "1", filters } })
    .catch(() => []);
  const names = users.map((c) => (c.Names?.[0] ?? c.Id).replace(/^\//, "")).sort();
  const by = names.length === 0 ? "" : ` by ${names.join(", ")}`;
  return new HashikeError("DRIVER_VOLUME_FAILED", `cannot remove volume ${volumeName}: it is used${by}`, {
    hint: "remove the containers that use it first",
    cause,
  });
}
