import { resolveContainerId } from "@hashike/core";
import { engineReason } from "../../engine/faults/engine-error.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";

/** A container that somebody else has unpaused already is as wanted. */
export const unpauseContainer: Executor<"container.unpause"> = async ({ container }, { client }, context) => {
  const id = resolveContainerId(container, context.outputs);
  await onContainer(container.name, "DRIVER_CONTAINER_START_FAILED", "unpause", async () => {
    try {
      await client.post(`/containers/${id}/unpause`);
    } catch (error) {
      if (!/is not paused/i.test(engineReason(error))) throw error;
    }
  });
  return {};
};
