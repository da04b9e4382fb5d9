import type { EngineClient } from "../../engine/engine-client.ts";
import { engineReason, engineStatus } from "../../engine/faults/engine-error.ts";
import { anchorName } from "../../park/anchor.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

/** Whoever joined it since the plan was made keeps it: networks are shared. A park's anchor goes with it. */
export const removeNetwork: Executor<"network.remove"> = async (
  { networkId, isPark, target },
  { client },
) => {
  try {
    await client.delete(`/networks/${encodeURIComponent(networkId)}`).catch((error: unknown) => {
      // It may be that only its anchor was made.
      if (isPark !== true || engineStatus(error) !== 404) throw error;
    });
    if (isPark === true) await client.delete(`/networks/${encodeURIComponent(anchorName(networkId))}`);
  } catch (error) {
    if (isInUse(error)) {
      return {
        notices: [
          `network ${isPark === true ? networkId : target.name} stays: ${await whyInUse(client, networkId, error)}`,
        ],
      };
    }
    if (engineStatus(error) !== 404) {
      throw engineFailure(
        error,
        "DRIVER_NETWORK_FAILED",
        `cannot remove network ${isPark === true ? networkId : target.name}`,
      );
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

/** Docker counts, and may have lost count: docs/decisions/0024-renames-apart.md. */
async function whyInUse(client: EngineClient, networkId: string, error: unknown): Promise<string> {
  const used = "it is in use again";
  if (!/has active endpoints/i.test(engineReason(error))) return used;
  const found = await client
    .get<{ readonly Containers?: object | null }>(`/networks/${networkId}`)
    .catch(() => undefined);
  if (found === undefined || Object.keys(found.Containers ?? {}).length > 0) return used;
  return "the engine counts somebody on it who is gone; it can be removed when the engine was restarted";
}
