import type { ObservedContainer } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import type { Clock } from "./clock.ts";
import { onContainer } from "./engine-failure.ts";
import { runPreStop } from "./stop-process.ts";

/** A failing `preStop` holds nothing up. */
export async function restartContainer(
  { id, name, preStop }: ObservedContainer,
  { client, clock }: { readonly client: EngineClient; readonly clock: Clock },
): Promise<void> {
  await onContainer(name, "DRIVER_CONTAINER_START_FAILED", "restart", async () => {
    const { secondsLeft } = await runPreStop(preStop, { client, clock, id, secrets: {} });
    await client.post(`/containers/${id}/restart`, { query: { t: secondsLeft } });
  });
}
