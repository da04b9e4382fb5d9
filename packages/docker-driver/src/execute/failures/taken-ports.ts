import { HashikeError } from "@hashike/core";
import type { EngineClient } from "../../engine/engine-client.ts";
import type { ListedContainer } from "../../observe/containers.ts";
import type { PortBinding } from "../../to-docker/create-body.ts";
import { heldByContainer, type Tried } from "./port-conflict.ts";

/** What tells whether a container holds its host ports. */
export interface Bound {
  readonly State: { readonly Running: boolean };
  readonly HostConfig: {
    readonly PortBindings?: Readonly<Record<string, readonly PortBinding[] | null>> | null;
  };
}

/**
 * Looks whether another container holds a host port that a running one is about to claim. A program outside of
 * containers shows only when the engine tries.
 * @param options `network`: the one that it joins; nothing is claimed on an internal one. `fromId`: one that holds its
 *   ports no more by then
 * @throws HashikeError saying who holds it
 */
export async function refuseTakenPorts(
  client: EngineClient,
  tried: Tried,
  { network, fromId }: { readonly network?: string; readonly fromId?: string | undefined },
): Promise<void> {
  const [{ State, HostConfig }, listed] = await Promise.all([
    client.get<Bound>(`/containers/${tried.id}/json`),
    client.get<readonly ListedContainer[]>("/containers/json"),
  ]);
  if (!State.Running) return;
  const others = listed.filter(({ Id }) => Id !== tried.id && Id !== fromId);
  for (const [key, bindings] of Object.entries(HostConfig.PortBindings ?? {})) {
    const protocol = key.split("/")[1] ?? "tcp";
    for (const { HostIp, HostPort } of bindings ?? []) {
      const holder = others.find((other) => holds(other, HostIp, Number(HostPort), protocol));
      if (holder === undefined || (network !== undefined && (await isInternal(client, network)))) continue;
      throw heldByContainer(tried, Number(HostPort), (holder.Names?.[0] ?? holder.Id).replace(/^\//, ""));
    }
  }
}

function holds({ Ports }: ListedContainer, hostIp: string, port: number, protocol: string): boolean {
  return (Ports ?? []).some(
    ({ IP = "", PublicPort, Type }) =>
      PublicPort === port && Type === protocol && (isAny(IP) || isAny(hostIp) || IP === hostIp),
  );
}

function isAny(ip: string): boolean {
  return ip === "" || ip === "0.0.0.0" || ip === "::";
}

/** Nothing is claimed on an internal network. */
async function isInternal(client: EngineClient, network: string): Promise<boolean> {
  const { Internal } = await client.get<{ readonly Internal: boolean }>(
    `/networks/${encodeURIComponent(network)}`,
  );
  return Internal;
}

/** For a claim that an engine has let fail without a word: no container held the ports just before. */
export function claimFailure({ code, words }: Tried, { HostConfig }: Bound): HashikeError {
  const ports = Object.values(HostConfig.PortBindings ?? {}).flatMap((b) => b ?? []);
  const numbers = [...new Set(ports.map(({ HostPort }) => HostPort))];
  const which =
    numbers.length === 1 ? `host port ${numbers[0]} is` : `one of its host ports (${numbers.join(", ")}) is`;
  const each = numbers.map((number) => `sport = :${number}`).join(" or ");
  return new HashikeError(code, `${words}: ${which} held by another program on the engine's host`, {
    hint: `choose another hostPort, or find the program there: ss -ltunp '${each}'`,
  });
}
