import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason } from "../engine/engine-error.ts";
import { isConnected } from "../execute/disconnect-container.ts";

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
    if (!(await isConnected(client, containerId, park))) throw error;
  }
}
