import { resolveContainerId } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import type { Mount } from "../../to-docker/create-body.ts";
import { isForFiles } from "../../to-docker/mounts.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

export const removeContainer: Executor<"container.remove"> = async (
  { container, withVolumes = false },
  { client, turns },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  try {
    await turns.leave(() => deleteContainer(client, id, { withVolumes }));
  } catch (error) {
    throw engineFailure(error, "DRIVER_CONTAINER_REMOVE_FAILED", `cannot remove container ${container.name}`);
  }
  return {};
};

/**
 * Removes a container, also when it runs, with the volumes of its secret files. Returns when it is gone, also when it
 * was gone before or somebody else is at it.
 * @param withVolumes also the volumes that the engine made for it. It spares those that were given by name, and those
 *   that another container has.
 */
export async function deleteContainer(
  client: EngineClient,
  id: string,
  { withVolumes }: { readonly withVolumes: boolean },
): Promise<void> {
  // With all that the engine made for it, these go anyway.
  const ofFiles = withVolumes ? [] : await volumesOfFiles(client, id);
  await deleteAlone(client, id, withVolumes);
  for (const name of ofFiles) await deleteVolume(client, name);
}

async function deleteAlone(client: EngineClient, id: string, withVolumes: boolean): Promise<void> {
  try {
    await client.delete(`/containers/${id}`, { query: { force: "1", v: withVolumes ? "1" : "0" } });
  } catch (error) {
    if (engineStatus(error) === 404) return;
    if (engineStatus(error) !== 409 || !/already in progress/i.test(engineReason(error))) throw error;
    await untilRemoved(client, id);
  }
}

interface Mounted {
  readonly HostConfig?: { readonly Mounts?: readonly Mount[] | null };
  readonly Mounts?: readonly { readonly Name?: string; readonly Destination: string }[] | null;
}

/** By their names. */
async function volumesOfFiles(client: EngineClient, id: string): Promise<readonly string[]> {
  try {
    const { HostConfig, Mounts } = await client.get<Mounted>(`/containers/${id}/json`);
    const asked = (HostConfig?.Mounts ?? []).filter(isForFiles).map(({ Target }) => Target);
    return (Mounts ?? []).flatMap(({ Name, Destination }) =>
      Name !== undefined && asked.includes(Destination) ? [Name] : [],
    );
  } catch (error) {
    if (engineStatus(error) === 404) return [];
    throw error;
  }
}

/** Unless somebody has mounted it elsewhere. */
async function deleteVolume(client: EngineClient, name: string): Promise<void> {
  try {
    await client.delete(`/volumes/${encodeURIComponent(name)}`);
  } catch (error) {
    if (engineStatus(error) !== 404 && engineStatus(error) !== 409) throw error;
  }
}

async function untilRemoved(client: EngineClient, id: string): Promise<void> {
  try {
    await client.post(`/containers/${id}/wait`, { query: { condition: "removed" } });
  } catch (error) {
    if (engineStatus(error) !== 404) throw error;
  }
}
