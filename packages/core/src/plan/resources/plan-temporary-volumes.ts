import { type DesiredState, ownerKey } from "../../desired/desired-state.ts";
import type { ObservedState, ObservedVolume } from "../../observed/observed-state.ts";
import type { HeldBack } from "../plan-types.ts";
import type { Action, Target } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { idsOf, leavesOf, removeVolume } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";

interface Input {
  readonly desired: DesiredState;
  readonly observed: Pick<ObservedState, "volumes">;
  /** All others of the plan. */
  readonly actions: readonly Action[];
  readonly heldBack: readonly HeldBack[];
}

/**
 * Removes the temporary volumes that the applied owners do not want any more, when all else is done. While something of
 * an owner is held back, its old containers may still have theirs.
 */
export function planTemporaryVolumes({ desired, observed, actions, heldBack }: Input): PlanPart {
  const part = emptyPart();
  const wanted = new Set(desired.volumes.map(({ name }) => name));
  const held = new Set(
    heldBack.flatMap(({ target: { owner } }) => (owner === undefined ? [] : [ownerKey(owner)])),
  );
  const applied = new Set(desired.owners.map(ownerKey).filter((key) => !held.has(key)));
  const going = observed.volumes.filter(
    (volume) => isTemporaryOf(volume, applied) && !wanted.has(volume.name),
  );
  const after = going.length === 0 ? [] : idsOf(leavesOf(actions));
  for (const volume of going) addRemoval(part, volume, { kind: "orphaned" }, after);
  return part;
}

/** @param owners their keys */
export function isTemporaryOf(
  { isTemporary, ownership }: ObservedVolume,
  owners: ReadonlySet<string>,
): boolean {
  return isTemporary === true && ownership.kind === "owned" && owners.has(ownerKey(ownership.owner));
}

function addRemoval(
  part: PlanPart,
  { name, ownership }: ObservedVolume,
  cause: Cause,
  dependsOn: readonly string[],
): void {
  const owner = ownership.kind === "owned" ? { owner: ownership.owner } : {};
  const target: Target = { kind: "volume", name, ...owner };
  const remove = removeVolume({ target, cause }, { dependsOn, volumeName: name });
  addChange(part, { kind: "remove", target, cause }, [remove]);
}
