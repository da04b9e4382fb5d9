import type { NetworkSpec, ParkSpec } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { engineReason, engineStatus } from "../engine/faults/engine-error.ts";
import { networkLabels } from "../labels.ts";
import { anchorName } from "./anchor.ts";
import { cannotPark } from "./cannot-park.ts";
import { parkSubnets } from "./park-subnets.ts";

/**
 * Makes a park: a network that becomes the one by which a container on it leads outside, and that publishes no host
 * ports. Engines publish them on that one alone (decision 25).
 * @throws HashikeError `DRIVER_CANNOT_PARK` when the engine can make none
 */
export async function createPark(
  client: EngineClient,
  { name }: Pick<NetworkSpec, "name">,
  park: ParkSpec,
): Promise<void> {
  const isDualStack = await hasIPv6(client, park.beside);
  // With IPv6, what is begun on a routed park would be lost: nothing gives an IPv6 connection another address.
  const isRouted = client.atLeast("1.48") && !isDualStack;
  const make = () =>
    isRouted ? createRouted(client, { name, park }) : createOnAnchor(client, { name, park, isDualStack });
  try {
    // What an engine refuses twice is not refused because of how it is just now.
    await make().catch(make);
  } catch (error) {
    if (engineStatus(error) === undefined) throw error;
    throw await cannotPark(client, `cannot make the network ${name}`, engineReason(error), error);
  }
}

interface ParkToMake {
  readonly name: string;
  readonly park: ParkSpec;
}

/** Its priority (see join-park.ts) makes it the way outside. */
async function createRouted(client: EngineClient, { name, park }: ParkToMake): Promise<void> {
  const mode = "com.docker.network.bridge.gateway_mode_ipv";
  await create(client, name, {
    Driver: "bridge",
    EnableIPv6: false,
    Options: {
      // Both, also without IPv6: else Docker 28 claims the port on [::] by IPv4.
      [`${mode}4`]: "routed",
      [`${mode}6`]: "routed",
      // Nobody answers there: a connection that is begun meanwhile begins anew when it has left, and is not lost.
      "com.docker.network.bridge.inhibit_ipv4": "true",
    },
    Labels: networkLabels({ park }),
  });
}

/** A macvlan publishes nothing. Its name (or its priority) and its address families make it the way outside. */
async function createOnAnchor(
  client: EngineClient,
  { name, park, isDualStack }: ParkToMake & { readonly isDualStack: boolean },
): Promise<void> {
  const anchor = anchorName(name);
  await create(client, anchor, {
    Driver: "bridge",
    Internal: true,
    EnableIPv6: false,
    Labels: networkLabels({ park, isAnchor: true }),
  });
  const { Id } = await client.get<{ readonly Id: string }>(`/networks/${encodeURIComponent(anchor)}`);
  await create(client, name, {
    Driver: "macvlan",
    EnableIPv6: isDualStack,
    Options: { parent: `br-${Id.slice(0, 12)}` },
    Labels: networkLabels({ park }),
  });
}

const mostSubnets = 64;

/** One that an interrupted apply has made is as good. */
async function create(
  client: EngineClient,
  name: string,
  body: { readonly EnableIPv6: boolean; readonly [key: string]: unknown },
): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const { ipv4, ipv6 } = parkSubnets(name, attempt);
    const subnets = body.EnableIPv6 ? [ipv4, ipv6] : [ipv4];
    try {
      await client.post("/networks/create", {
        body: {
          Name: name,
          CheckDuplicate: true,
          ...body,
          IPAM: { Config: subnets.map((Subnet) => ({ Subnet })) },
        },
      });
      return;
    } catch (error) {
      const reason = engineReason(error);
      if (/already exists|already used/i.test(reason)) return;
      if (attempt === mostSubnets || !/overlap/i.test(reason)) throw error;
    }
  }
}

async function hasIPv6(client: EngineClient, names: readonly string[]): Promise<boolean> {
  const listed =
    await client.get<readonly { readonly Name: string; readonly EnableIPv6?: boolean }[]>("/networks");
  return listed.some(({ Name, EnableIPv6 }) => EnableIPv6 === true && names.includes(Name));
}
