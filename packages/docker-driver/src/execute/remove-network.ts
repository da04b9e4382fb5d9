import { engineReason, engineStatus } from "../engine/engine-error.ts";
import { engineFailure } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";

/** Whoever joined it since the plan was made keeps it: networks are shared. */
export const removeNetwork: Executor<"network.remove"> = async ({ networkId, target }, { client }) => {
  try {
    await client.delete(`/networks/${networkId}`);
  } catch (error) {
    if (isInUse(error)) return { notices: [`network ${target.name} stays: it is in use again`] };
    if (engineStatus(error) !== 404) {
      throw engineFailure(error, "DRIVER_NETWORK_FAILED", `cannot remove network ${target.name}`);
    }
  }
  return {};
};

function isInUse(error: unknown): boolean {
  return (
    engineStatus(error) !== undefined &&
    /has active endpoints|associated containers/i.test(engineReason(error))
  );
}
