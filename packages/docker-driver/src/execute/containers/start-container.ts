import { resolveContainerId } from "@hashike/core";
import { startParked } from "../../park/start-parked.ts";
import { clearOwnStop } from "../calls/own-stop.ts";
import type { Executor } from "../executor.ts";
import { containerGone, engineFailure, isContainerGone } from "../failures/engine-failure.ts";
import { portConflict } from "../failures/port-conflict.ts";

/** A container that runs already is as wanted. One whose process ends at once has started, too. */
export const startContainer: Executor<"container.start"> = async (
  { container, park },
  { client, clock, turns },
  context,
) => {
  const id = resolveContainerId(container, context.outputs);
  try {
    if (park !== undefined) {
      const notices = await turns.leave(() =>
        startParked({ client, clock }, { id, name: container.name, park }, context.signal),
      );
      await clearOwnStop(client, id);
      return { notices };
    }
    await client.post(`/containers/${id}/start`);
    await clearOwnStop(client, id);
  } catch (error) {
    const words = `cannot start container ${container.name}`;
    if (isContainerGone(error)) throw containerGone(container.name, error);
    throw (
      (await portConflict(client, { id, code: "DRIVER_CONTAINER_START_FAILED", words }, error)) ??
      engineFailure(error, "DRIVER_CONTAINER_START_FAILED", words)
    );
  }
  return {};
};
