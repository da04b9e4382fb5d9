import { engineReason } from "../../engine/faults/engine-error.ts";
import { networkLabels } from "../../labels.ts";
import { createPark } from "../../park/create-park.ts";
import type { Executor } from "../executor.ts";
import { engineFailure } from "../failures/engine-failure.ts";

/** A network that another apply has made in the meantime is as good. */
export const createNetwork: Executor<"network.create"> = async ({ network }, { client }) => {
  const { name, park } = network;
  try {
    if (park !== undefined) await createPark(client, network, park);
    // Engines before API 1.44 make a second network of the same name unless told not to.
    else {
      const body = { Name: name, CheckDuplicate: true, Driver: "bridge", Labels: networkLabels({}) };
      await client.post("/networks/create", { body });
    }
  } catch (error) {
    if (!/already exists|already used/i.test(engineReason(error))) {
      throw engineFailure(error, "DRIVER_NETWORK_FAILED", `cannot create network ${name}`);
    }
  }
  return {};
};
