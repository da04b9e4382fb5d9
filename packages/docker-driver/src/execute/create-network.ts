import { engineReason } from "../engine/engine-error.ts";
import { networkLabels } from "../labels.ts";
import { engineFailure } from "./engine-failure.ts";
import type { Executor } from "./executor.ts";

/**
 * A network that another apply has made in the meantime is as good. A staging network is internal: no port is claimed
 * on it, and nothing leads out.
 */
export const createNetwork: Executor<"network.create"> = async ({ network }, { client }) => {
  const { name, stagingFor } = network;
  try {
    await client.post("/networks/create", {
      // Engines before API 1.44 make a second network of the same name unless told not to.
      body: {
        Name: name,
        CheckDuplicate: true,
        Driver: "bridge",
        Internal: stagingFor !== undefined,
        Labels: networkLabels(network),
      },
    });
  } catch (error) {
    if (!/already exists|already used/i.test(engineReason(error))) {
      throw engineFailure(error, "DRIVER_NETWORK_FAILED", `cannot create network ${name}`);
    }
  }
  return {};
};
