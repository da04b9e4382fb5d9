import { assertNever, resolveContainerId } from "@hashike/core";
import { startParkedAgain } from "../../park/start-parked.ts";
import type { Executor } from "../executor.ts";
import { onContainer } from "../failures/engine-failure.ts";
import { waitUntilCompleted } from "../wait/wait-until-completed.ts";
import { waitUntilReady } from "../wait/wait-until-ready.ts";
import { waitUntilSteady } from "../wait/wait-until-steady.ts";

export const waitForContainer: Executor<"container.wait"> = async (
  { container, target, until, restart },
  { client, clock, turns },
  context,
) => {
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
        return waitUntilReady(
          waiting,
          until,
          restart && { policy: restart.policy, start: () => startAgain(restart) },
        );
      case "drained":
        await clock.sleep(until.seconds * 1000, context.signal);
        return {};
      case "barrier":
        return {};
      default:
        return assertNever(until);
    }
  });

  function startAgain({ park }: NonNullable<typeof restart>): Promise<unknown> {
    const { id } = waiting;
    if (park === undefined) return client.post(`/containers/${id}/start`);
    return turns.leave(() =>
      startParkedAgain({ client, clock }, { id, name: target.name, park }, context.signal),
    );
  }
};
