import { resolveContainerId } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason } from "../engine/engine-error.ts";
import { onContainer } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";

export const connectContainer: Executor<"container.connect"> = async (
  { container, network },
  { client },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  await onContainer(container.name, "DRIVER_NETWORK_FAILED", `connect network ${network} to`, () =>
    connect(client, id, network),
  );
  return {};
};

/** Connects a container to a network; one that is connected already stays so. */
export async function connect(client: EngineClient, containerId: string, network: string): Promise<void> {
  try {
    // As a stream, because Podman's answer is the bare word OK, which is no JSON.
    const answer = await client.stream(`/networks/${encodeURIComponent(network)}/connect`, {
      method: "POST",
      body: { Container: containerId },
    });
    await answer.toArray();
  } catch (error) {
    if (!/already (?:exists in network|connected to network)|is already connected/i.test(engineReason(error)))
      throw error;
    // Docker compares names, so the endpoint may be another container's.
    if (!(await isConnected(client, containerId, network))) throw error;
  }
}

async function isConnected(client: EngineClient, containerId: string, network: string): Promise<boolean> {
  const { NetworkSettings } = await client.get<{
    readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> | null };
  }>(`/containers/${containerId}/json`);
  return Object.hasOwn(NetworkSettings.Networks ?? {}, network);
}
