import { assertNever, resolveContainerId } from "@hashike/core";
import { onContainer } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";
import { waitUntilCompleted } from "./wait-until-completed.ts";
import { waitUntilSteady } from "./wait-until-steady.ts";

export const waitForContainer: Executor<"container.wait"> = async (action, { client, clock }, context) => {
  const { container, target, until } = action;
  const waiting = {
    client,
    clock,
    context,
    id: resolveContainerId(container, context.outputs),
    name: target.name,
  };
  context.onProgress({ status: "waiting" });
  await onContainer(target.name, "DRIVER_ENGINE_ERROR", "wait for", () => {
    switch (until.kind) {
      case "completed":
        return waitUntilCompleted(waiting);
      case "steady":
        return waitUntilSteady(waiting, until);
      default:
        return assertNever(until);
    }
  });
  return {};
};
