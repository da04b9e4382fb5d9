import type { ObservedNetwork } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { isStagingNetwork, type Labels, ownershipOf } from "../labels.ts";

/** One entry of `GET /networks`, as far as Hashike reads it. */
export interface ListedNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Labels | null;
  readonly Driver?: string;
  readonly Internal?: boolean;
  readonly Options?: Readonly<Record<string, string>> | null;
}

export async function listNetworks(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedNetwork[]> {
  const listed = await client.get<readonly ListedNetwork[]>("/networks", { signal });
  return listed.map(observedNetwork);
}

export function observedNetwork(listed: ListedNetwork): ObservedNetwork {
  const { Id, Name, Labels } = listed;
  const hostPorts = hostPortsOn(listed);
  return {
    id: Id,
    name: Name,
    ownership: ownershipOf(Labels),
    isStaging: isStagingNetwork(Labels),
    ...(hostPorts === undefined ? {} : { hostPorts }),
  };
}

/** Nothing is said of drivers that were neither tried nor read about: `overlay`, plugins, … */
function hostPortsOn({ Driver = "", Internal, Options }: ListedNetwork): ObservedNetwork["hostPorts"] {
  if (portless.has(Driver)) return "ignored";
  if (Internal === true) return "internal";
  return Driver === "bridge" && !Object.entries(Options ?? {}).some(isWithoutMapping)
    ? "published"
    : undefined;
}

const portless: ReadonlySet<string> = new Set(["host", "null", "macvlan", "ipvlan"]);

/** Since Docker 27 a bridge may have a gateway mode that uses no host port: `routed`. */
function isWithoutMapping([option, mode]: readonly [string, string]): boolean {
  return option.startsWith("com.docker.network.bridge.gateway_mode_") && !mode.startsWith("nat");
}
