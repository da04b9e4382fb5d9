import { resolveContainerId } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";

/** Takes a container off a network, whether it runs or not. */
export const disconnectContainer: Executor<"container.disconnect"> = async (
  { container, network },
  { client, turns },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  await onContainer(container.name, "DRIVER_NETWORK_FAILED", `disconnect network ${network} from`, () =>
    turns.leave(() => disconnect(client, id, network)),
  );
  return {};
};

/** One that is not connected is as wanted, also when it or the network is gone, or somebody is removing it. */
export async function disconnect(client: EngineClient, containerId: string, network: string): Promise<void> {
  try {
    // As a stream, because Podman's answer is the bare word OK, which is no JSON.
    const answer = await client.stream(`/networks/${encodeURIComponent(network)}/disconnect`, {
      method: "POST",
      body: { Container: containerId },
    });
    await answer.toArray();
  } catch (error) {
    // It does not run any more: what it had on its networks is gone, and so is it, soon.
    if (/marked for removal/i.test(engineReason(error))) return;
    // The words for it differ by engine, version and state of the container.
    if (engineStatus(error) === undefined || (await isConnected(client, containerId, network))) throw error;
  }
}

export async function isConnected(
  client: EngineClient,
  containerId: string,
  network: string,
): Promise<boolean> {
  try {
    const { NetworkSettings } = await client.get<{
      readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> | null };
    }>(`/containers/${containerId}/json`);
    return Object.hasOwn(NetworkSettings.Networks ?? {}, network);
  } catch (error) {
    if (engineStatus(error) === 404) return false;
    throw error;
  }
}
