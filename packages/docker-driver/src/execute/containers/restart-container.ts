import type { ObservedContainer, RestartOptions } from "@hashike/core";
import { runPreStop } from "../calls/stop-process.ts";
import type { ExecuteEnvironment } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";

/** A failing `preStop` holds nothing up. */
export async function restartContainer(
  { id, name, preStop }: ObservedContainer,
  secrets: RestartOptions["secrets"],
  { client, clock, turns }: Pick<ExecuteEnvironment, "client" | "clock" | "turns">,
): Promise<void> {
  await onContainer(name, "DRIVER_CONTAINER_START_FAILED", "restart", async () => {
    const { secondsLeft } = await runPreStop(preStop, { client, clock, id, secrets });
    const restart = () => client.post(`/containers/${id}/restart`, { query: { t: secondsLeft } });
    await turns.leave(restart);
  });
}
