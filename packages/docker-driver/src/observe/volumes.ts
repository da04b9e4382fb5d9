import type { ObservedVolume } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { type Labels, ownershipOf } from "../labels.ts";

/** One entry of `GET /volumes`, as far as Hashike reads it. */
export interface ListedVolume {
  readonly Name: string;
  readonly Labels: Labels | null;
}

export async function listVolumes(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedVolume[]> {
  const answer = await client.get<{ readonly Volumes: readonly ListedVolume[] | null }>("/volumes", {
    signal,
  });
  return (answer.Volumes ?? []).map(observedVolume);
}

export function observedVolume({ Name, Labels }: ListedVolume): ObservedVolume {
  return { name: Name, ownership: ownershipOf(Labels) };
}
