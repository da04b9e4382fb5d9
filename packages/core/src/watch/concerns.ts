import type { EngineEvent } from "../apply/driver.ts";
import { type DesiredState, ownerKey } from "../desired/desired-state.ts";
import type { ObservedState, Ownership } from "../observed/observed-state.ts";

/** What the engine tells that may have made something other than wanted, in the words of Docker and of Podman. */
const disturbing: ReadonlySet<string> = new Set([
  "die",
  "died",
  "stop",
  "pause",
  "destroy",
  "remove",
  "rename",
  "update",
  "disconnect",
]);

/** What becomes of a container's process. */
const fates: ReadonlyMap<string, "began" | "ended" | "gone"> = new Map([
  ["start", "began"],
  ["restart", "began"],
  ["die", "ended"],
  ["died", "ended"],
  ["destroy", "gone"],
  ["remove", "gone"],
]);

/**
 * Whether an event is a reason to look: something of the owners, a network of theirs that is gone, or one that a
 * container of theirs has left.
 * @param ours ids of the owners' containers, as of the last look
 */
export function concerns(event: EngineEvent, desired: DesiredState, ours: ReadonlySet<string>): boolean {
  const { action, container, network } = event;
  if (!disturbing.has(action)) return false;
  if (container !== undefined) return isOfOwners(container.ownership, desired);
  if (network === undefined) return true;
  if (network.containerId !== undefined) return ours.has(network.containerId);
  return desired.networks.some(({ name }) => name === network.name);
}

/** @returns the ids of the containers that the owners have */
export function idsOfOwners(desired: DesiredState, observed: ObservedState): ReadonlySet<string> {
  return new Set(observed.containers.flatMap((c) => (isOfOwners(c.ownership, desired) ? [c.id] : [])));
}

/** Whether something belongs to one of the owners. */
export function isOfOwners(ownership: Ownership, { owners }: DesiredState): boolean {
  if (ownership.kind !== "owned") return false;
  const key = ownerKey(ownership.owner);
  return owners.some((owner) => ownerKey(owner) === key);
}

/** @returns what became of the container's process, where the event says that */
export function fateOf({ action }: EngineEvent): "began" | "ended" | "gone" | undefined {
  return fates.get(action);
}
