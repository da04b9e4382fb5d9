import type { NetworkSpec, SubnetSpec } from "@hashike/core";
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
      await client.post("/networks/create", { body: networkBody(network) });
    }
  } catch (error) {
    if (!/already exists|already used/i.test(engineReason(error))) {
      throw engineFailure(error, "DRIVER_NETWORK_FAILED", `cannot create network ${name}`);
    }
  }
  return {};
};

export function networkBody({ name, settings }: NetworkSpec) {
  const { driver = { name: "bridge", options: {} }, subnets = [], internal, enableIPv6 } = settings ?? {};
  return {
    Name: name,
    CheckDuplicate: true,
    Driver: driver.name,
    ...(Object.keys(driver.options).length === 0 ? {} : { Options: driver.options }),
    ...(subnets.length === 0 ? {} : { IPAM: { Config: subnets.map(subnetConfig) } }),
    ...(internal === true ? { Internal: true } : {}),
    ...(enableIPv6 === undefined ? {} : { EnableIPv6: enableIPv6 }),
    Labels: networkLabels({}),
  };
}

function subnetConfig({ subnet, gateway, ipRange }: SubnetSpec) {
  return {
    Subnet: subnet,
    ...(gateway === undefined ? {} : { Gateway: gateway }),
    ...(ipRange === undefined ? {} : { IPRange: ipRange }),
  };
}
