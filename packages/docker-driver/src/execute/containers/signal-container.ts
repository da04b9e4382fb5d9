import { resolveContainerId } from "@hashike/core";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";

export const signalContainer: Executor<"container.signal"> = async (
  { container, signal },
  { client },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  await onContainer(container.name, "DRIVER_CONTAINER_UPDATE_FAILED", "signal", () =>
    client.post(`/containers/${id}/kill`, { query: { signal: `SIG${signal}` } }),
  );
  return {};
};
