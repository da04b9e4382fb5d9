import {
  type DesiredState,
  isSameOwner,
  type Notice,
  type Owner,
  ownerKey,
  type VolumeSpec,
} from "../../desired/desired-state.ts";
import type { Diagnostic } from "../../errors.ts";
import type { ObservedState, ObservedVolume } from "../../observed/observed-state.ts";
import type { Target } from "../steps/action.ts";
import { createVolume } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";
import { driverDifferences } from "./driver-differences.ts";

export interface VolumesPart extends PlanPart {
  /** By name, the actions that create those that are not there. */
  readonly created: ReadonlyMap<string, string>;
}

/**
 * Creates what is missing. A volume that is there is used as it is, unless another owner has it: whoever writes its name
 * would write the other one's data.
 */
export function planVolumes(desired: DesiredState, observed: ObservedState): VolumesPart {
  const part = emptyPart();
  const created = new Map<string, string>();
  const existing = new Map(observed.volumes.map((v) => [v.name, v]));
  for (const volume of desired.volumes) {
    const target: Target = { kind: "volume", name: volume.name, owner: volume.owner };
    const found = existing.get(volume.name);
    if (volume.external === true) {
      if (found === undefined) part.problems.push(absent(volume));
      continue;
    }
    if (found === undefined) {
      const cause = { kind: "missing" } as const;
      const create = createVolume({ target, cause }, { volume });
      created.set(volume.name, create.id);
      addChange(part, { kind: "create", target, cause }, [create]);
      continue;
    }
    const { ownership } = found;
    if (ownership.kind === "owned" && !isSameOwner(ownership.owner, volume.owner)) {
      part.problems.push(ofAnother(volume, ownership.owner));
      continue;
    }
    const differing = driverDifferences(volume.driver, found.driver, desired.secrets);
    if (differing.length > 0) {
      part.problems.push(madeOtherwise(volume, differing));
      continue;
    }
    part.unchanged.push(target);
    if (ownership.kind !== "owned") part.notices.push(usedAsItIs(found));
  }
  return { ...part, created };
}

function absent({ name, origin }: VolumeSpec): Diagnostic {
  return {
    severity: "error",
    path: `volume ${name}`,
    message: "is external, and does not exist",
    hint: `create it with \`docker volume create ${name}\`, or write emptyDir: {} in place of external`,
    ...(origin === undefined ? {} : { at: origin }),
  };
}

function ofAnother({ name, origin }: VolumeSpec, owner: Owner): Diagnostic {
  return {
    severity: "error",
    path: `volume ${name}`,
    message: `belongs to ${ownerKey(owner)}`,
    hint: "choose another name, or write `external: true` in place of emptyDir to use that one",
    ...(origin === undefined ? {} : { at: origin }),
  };
}

function madeOtherwise({ name, origin }: VolumeSpec, differing: readonly string[]): Diagnostic {
  return {
    severity: "error",
    path: `volume ${name}`,
    message: `exists with ${differing.join(", and ")}`,
    hint: `a volume cannot be changed: choose another name; or save its data, remove what uses it, then \`docker volume rm ${name}\`, and apply again`,
    ...(origin === undefined ? {} : { at: origin }),
  };
}

function usedAsItIs({ name, ownership }: ObservedVolume): Notice {
  const maker = ownership.kind === "foreign" ? "was not made by Hashike" : "was made by hashike-py";
  return { message: `volume ${name} ${maker}; it is used as it is` };
}
