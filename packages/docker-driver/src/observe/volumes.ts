import type { DriverSpec, ObservedVolume } from "@hashike/core";
import type { EngineClient } from "../engine/engine-client.ts";
import { isOnlyLabels, type Labels, labelName, ownershipOf, reclaimWithPod } from "../labels.ts";

/** One entry of `GET /volumes`, as far as Hashike reads it. */
export interface ListedVolume {
  readonly Name: string;
  readonly Labels: Labels | null;
  readonly Driver?: string;
  readonly Options?: Readonly<Record<string, string>> | null;
  /** RFC 3339, by the engine's clock. */
  readonly CreatedAt?: string;
}

export interface ListOptions {
  /** Only those that have all of these. */
  readonly labels?: Labels;
  readonly signal?: AbortSignal | undefined;
}

/** Volumes, notes and locks included. */
export async function listVolumes(
  client: EngineClient,
  { labels, signal }: ListOptions,
): Promise<readonly ListedVolume[]> {
  const wanted = Object.entries(labels ?? {});
  const label = wanted.map(([name, value]) => `${name}=${value}`);
  const answer = await client.get<{ readonly Volumes: readonly ListedVolume[] | null }>("/volumes", {
    query: label.length === 0 ? {} : { filters: JSON.stringify({ label }) },
    signal,
  });
  // Podman lists those that have any of the labels.
  return (answer.Volumes ?? []).filter(({ Labels }) =>
    wanted.every(([name, value]) => Labels?.[name] === value),
  );
}

/** All but the empty ones whose labels are notes and locks of Hashike's: they are nobody's data. */
export function observedVolumes(listed: readonly ListedVolume[]): readonly ObservedVolume[] {
  return listed.filter(({ Labels }) => !isOnlyLabels(Labels)).map(observedVolume);
}

function observedVolume(listed: ListedVolume): ObservedVolume {
  const driver = driverOf(listed);
  return {
    name: listed.Name,
    ownership: ownershipOf(listed.Labels),
    ...(listed.Labels?.[labelName.reclaim] === reclaimWithPod ? { isTemporary: true } : {}),
    ...(driver === undefined ? {} : { driver }),
  };
}

/** @returns `undefined` when the engine does not say */
export function driverOf({
  Driver,
  Options,
}: Pick<ListedVolume, "Driver" | "Options">): DriverSpec | undefined {
  return Driver === undefined ? undefined : { name: Driver, options: Options ?? {} };
}
