import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason } from "../../engine/faults/engine-error.ts";
import type { Clock } from "../clock.ts";

const mostTries = 10;
const pauseMs = 100;

/**
 * Renames a container, also one that ends and starts again and again: in the moment in which its process has ended, and
 * the engine has not noted that yet, it finds no network sandbox of the container, and refuses. Seen on Docker 20.10.
 */
export async function renameWhileEnding(
  client: EngineClient,
  id: string,
  to: string,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await client.post(`/containers/${id}/rename`, { query: { name: to } });
    } catch (error) {
      if (tries >= mostTries || !/sandbox \S+ not found/i.test(engineReason(error))) throw error;
      await clock.sleep(pauseMs, signal);
    }
  }
}
