import type { ObservedNetwork } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { isStagingNetwork, type Labels, ownershipOf } from "../labels.ts";

/** One entry of `GET /networks`, as far as Hashike reads it. */
export interface ListedNetwork {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: Labels | null;
}

export async function listNetworks(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedNetwork[]> {
  const listed = await client.get<readonly ListedNetwork[]>("/networks", { signal });
  return listed.map(observedNetwork);
}

export function observedNetwork({ Id, Name, Labels }: ListedNetwork): ObservedNetwork {
  return { id: Id, name: Name, ownership: ownershipOf(Labels), isStaging: isStagingNetwork(Labels) };
}
