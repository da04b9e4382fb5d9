import type { ObservedVolume } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { isNote, type Labels, ownershipOf } from "../labels.ts";

/** One entry of `GET /volumes`, as far as Hashike reads it. */
export interface ListedVolume {
  readonly Name: string;
  readonly Labels: Labels | null;
}

/** Every volume but the empty ones whose labels are Hashike's notes on images: they are nobody's data. */
export async function listVolumes(
  client: EngineClient,
  signal: AbortSignal | undefined,
): Promise<readonly ObservedVolume[]> {
  const answer = await client.get<{ readonly Volumes: readonly ListedVolume[] | null }>("/volumes", {
    signal,
  });
  return observedVolumes(answer.Volumes ?? []);
}

export function observedVolumes(listed: readonly ListedVolume[]): readonly ObservedVolume[] {
  return listed.filter(({ Labels }) => !isNote(Labels)).map(observedVolume);
}

function observedVolume({ Name, Labels }: ListedVolume): ObservedVolume {
  return { name: Name, ownership: ownershipOf(Labels) };
}
