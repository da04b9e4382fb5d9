import { type DesiredState, ownerKey } from "../desired/desired-state.ts";
import type { ObservedState, ObservedVolume } from "../observed/observed-state.ts";
import type { Target } from "./action.ts";
import { addChange, emptyPart, type PlanPart } from "./part.ts";

export interface VolumesPart extends PlanPart {
  /** Names of the volumes that are still to be created. */
  readonly missing: ReadonlySet<string>;
}

/** The id of the action that creates a volume. */
export function createVolumeId(name: string): string {
  return `volume.create/${name}`;
}

/** Creates what is missing. A volume that is there is used, whoever made it: its data is what counts. */
export function planVolumes(desired: DesiredState, observed: ObservedState): VolumesPart {
  const part = emptyPart();
  const missing = new Set<string>();
  const existing = new Map(observed.volumes.map((v) => [v.name, v]));
  for (const volume of desired.volumes) {
    const target: Target = { kind: "volume", name: volume.name, owner: volume.owner };
    const found = existing.get(volume.name);
    if (found === undefined) {
      const cause = { kind: "missing" } as const;
      missing.add(volume.name);
      addChange(part, { kind: "create", target, cause }, [
        { id: createVolumeId(volume.name), type: "volume.create", target, cause, dependsOn: [], volume },
      ]);
      continue;
    }
    part.unchanged.push(target);
    const message = describeSharing(found, ownerKey(volume.owner));
    if (message !== undefined) part.notices.push({ message });
  }
  return { ...part, missing };
}

function describeSharing(volume: ObservedVolume, owner: string): string | undefined {
  const { ownership } = volume;
  if (ownership.kind === "owned") {
    const other = ownerKey(ownership.owner);
    return other === owner
      ? undefined
      : `volume ${volume.name} belongs to ${other}; it is shared, and stays its`;
  }
  const maker = ownership.kind === "foreign" ? "was not made by Hashike" : "was made by hashike-py";
  return `volume ${volume.name} ${maker}; it is used as it is`;
}
