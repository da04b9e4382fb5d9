import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason } from "../engine/faults/engine-error.ts";

/** By which a park becomes the way outside, from API 1.48 on; engines before do not know it. */
export const parkPriority = 100;

/** Puts a container on a park. One that runs gives its host ports up; one that does not, starts without them. */
export async function joinPark(client: EngineClient, containerId: string, park: string): Promise<void> {
  try {
    await client.post(`/networks/${encodeURIComponent(park)}/connect`, {
      body: { Container: containerId, EndpointConfig: { GwPriority: parkPriority } },
    });
  } catch (error) {
    if (!/already (?:exists in network|connected to network)/i.test(engineReason(error))) throw error;
    if (!(await isWhollyOn(client, containerId, park))) throw error;
  }
}

/**
 * An engine that was killed while a container joined may keep half of it: it is listed, and has no address. It gives no
 * ports up then, and only another start of the engine mends that.
 */
async function isWhollyOn(client: EngineClient, containerId: string, park: string): Promise<boolean> {
  const { State, NetworkSettings } = await client.get<{
    readonly State: { readonly Running: boolean };
    readonly NetworkSettings: {
      readonly Networks: Readonly<Record<string, { readonly IPAddress?: string }>> | null;
    };
  }>(`/containers/${containerId}/json`);
  const endpoint = NetworkSettings.Networks?.[park];
  return endpoint !== undefined && (!State.Running || endpoint.IPAddress !== "");
}
