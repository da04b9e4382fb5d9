import type { NetworkSettingsSpec, NetworkSpec, ObservedNetwork } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { type Labels, ownershipOf, parkRoleOf } from "../labels.ts";
import { parkOfAnchor } from "../park/anchor.ts";

/** One entry of `GET /networks`, as far as Hashike reads it. */
export interface ListedNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Labels | null;
  readonly Driver?: string;
  readonly Internal?: boolean;
  readonly Options?: Readonly<Record<string, string>> | null;
  readonly EnableIPv6?: boolean;
  readonly IPAM?: { readonly Config?: readonly ListedSubnet[] | null } | null;
}

interface ListedSubnet {
  readonly Subnet?: string;
  /** Docker 20.10 has the length of the prefix behind it, for IPv6. */
  readonly Gateway?: string;
  readonly IPRange?: string;
}

/** @param wanted with settings of those of which a manifest says something */
export async function listNetworks(
  client: EngineClient,
  wanted: readonly NetworkSpec[],
  signal: AbortSignal | undefined,
): Promise<readonly ObservedNetwork[]> {
  const listed = await client.get<readonly ListedNetwork[]>("/networks", { signal });
  const declared = new Set(wanted.flatMap(({ name, settings }) => (settings === undefined ? [] : [name])));
  return withoutAnchors(listed).map((network) =>
    declared.has(network.Name)
      ? { ...observedNetwork(network), settings: settingsOf(network) }
      : observedNetwork(network),
  );
}

function settingsOf({
  Driver = "",
  Options,
  Internal = false,
  EnableIPv6 = false,
  IPAM,
}: ListedNetwork): NetworkSettingsSpec {
  return {
    driver: { name: Driver, options: Options ?? {} },
    subnets: (IPAM?.Config ?? []).flatMap(({ Subnet, Gateway, IPRange }) =>
      Subnet === undefined
        ? []
        : [
            {
              subnet: Subnet,
              ...(Gateway ? { gateway: Gateway.split("/", 1)[0] ?? "" } : {}),
              ...(IPRange ? { ipRange: IPRange } : {}),
            },
          ],
    ),
    internal: Internal,
    enableIPv6: EnableIPv6,
  };
}

/** An anchor is a part of its park, and goes with it; one that is alone stands for it. */
function withoutAnchors(listed: readonly ListedNetwork[]): readonly ListedNetwork[] {
  if (!listed.some(isAnchor)) return listed;
  const names = new Set(listed.map(({ Name }) => Name));
  return listed.flatMap((network) => {
    if (!isAnchor(network)) return [network];
    const park = parkOfAnchor(network.Name);
    return names.has(park) ? [] : [{ ...network, Name: park }];
  });
}

function isAnchor({ Labels }: ListedNetwork): boolean {
  return parkRoleOf(Labels) === "anchor";
}

export function observedNetwork(listed: ListedNetwork): ObservedNetwork {
  const { Id, Name, Labels } = listed;
  const hostPorts = hostPortsOn(listed);
  return {
    id: Id,
    name: Name,
    ownership: ownershipOf(Labels),
    isPark: parkRoleOf(Labels) !== undefined,
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
