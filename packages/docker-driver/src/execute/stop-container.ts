import { resolveContainerId } from "@hashike/core";
import { onContainer } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";

/**
 * Without a time in the call, the engine waits as long as the container's own `StopTimeout` says.
 * An abort waits for that too: the engine would go on stopping it, and a start that takes it back would be lost.
 */
export const stopContainer: Executor<"container.stop"> = async ({ container }, { client }, context) => {
  const id = resolveContainerId(container, context.outputs);
  context.onProgress({ status: "waiting" });
  await onContainer(container.name, "DRIVER_CONTAINER_STOP_FAILED", "stop", () =>
    client.post(`/containers/${id}/stop`),
  );
  return {};
};
