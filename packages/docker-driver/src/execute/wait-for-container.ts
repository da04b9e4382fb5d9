import { assertNever, resolveContainerId } from "@hashike/core";
import { onContainer } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";
import { waitUntilCompleted } from "./wait-until-completed.ts";
import { waitUntilReady } from "./wait-until-ready.ts";
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
  return onContainer(target.name, "DRIVER_ENGINE_ERROR", "wait for", async () => {
    switch (until.kind) {
      case "completed":
        await waitUntilCompleted(waiting);
        return {};
      case "steady":
        await waitUntilSteady(waiting, until);
        return {};
      case "ready":
        return waitUntilReady(waiting, until, action.tolerant === true);
      case "drained":
        await clock.sleep(until.seconds * 1000, context.signal);
        return {};
      case "others":
        return {};
      default:
        return assertNever(until);
    }
  });
};
