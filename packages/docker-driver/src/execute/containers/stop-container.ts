import { resolveContainerId } from "@hashike/core";
import { markOwnStop } from "../calls/own-stop.ts";
import { runPreStop } from "../calls/stop-process.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";

/**
 * Without a time in the call, the engine waits as long as the container's own `StopTimeout` says; what `preStop` took
 * is taken off. An abort waits for that too: the engine would go on stopping it, and a start that takes it back would
 * be lost.
 */
export const stopContainer: Executor<"container.stop"> = async (
  { container, preStop },
  { client, clock, turns },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  const { secrets } = context;
  context.onProgress({ status: "waiting" });
  return onContainer(container.name, "DRIVER_CONTAINER_STOP_FAILED", "stop", async () => {
    await markOwnStop(client, id);
    if (preStop === undefined) {
      await turns.leave(() => client.post(`/containers/${id}/stop`));
      return {};
    }
    const { secondsLeft, failure } = await runPreStop(preStop, { client, clock, id, secrets });
    await turns.leave(() => client.post(`/containers/${id}/stop`, { query: { t: secondsLeft } }));
    return failure === undefined
      ? {}
      : { notices: [`preStop of container ${container.name} failed: ${failure.reason}; it was stopped`] };
  });
};
