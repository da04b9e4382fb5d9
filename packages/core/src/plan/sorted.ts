import { type DesiredState, type Owner, ownerKey } from "../desired/desired-state.ts";
import type { Target, TargetKind } from "./steps/action.ts";

/** Planners walk the lists as they come, so these come in one order. What is observed is looked up by name. */
export function sortDesired(desired: DesiredState): DesiredState {
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => compare(a.name, b.name);
  return {
    ...desired,
    owners: [...desired.owners].sort((a, b) => compare(ownerKey(a), ownerKey(b))),
    networks: [...desired.networks].sort(byName),
    volumes: [...desired.volumes].sort(byName),
    images: [...desired.images].sort((a, b) => compare(a.reference, b.reference)),
    hostPaths: [...desired.hostPaths].sort((a, b) => compare(a.path + a.type, b.path + b.type)),
    containers: [...desired.containers].sort(byName),
  };
}

const kindOrder: readonly TargetKind[] = ["network", "volume", "hostPath", "image", "object", "container"];

export function sortedByTarget<T>(list: readonly T[], targetOf: (item: T) => Target): T[] {
  return [...list].sort((a, b) => compareTargets(targetOf(a), targetOf(b)));
}

export function sortedByKey<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const keys = Object.keys(record);
  const isSorted = keys.every((key, index) => index === 0 || (keys[index - 1] ?? "") < key);
  // Planners walk sorted lists, so it mostly is; and the copy would have thousands of keys.
  return isSorted ? record : Object.fromEntries(Object.entries(record).sort(([a], [b]) => compare(a, b)));
}

/** By kind, owner and name. */
function compareTargets(a: Target, b: Target): number {
  if (a.kind !== b.kind) return kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind);
  // Without making a key of each: neighbours mostly share their owner.
  if (a.owner === b.owner) return compare(a.name, b.name);
  return compare(keyOf(a.owner), keyOf(b.owner)) || compare(a.name, b.name);
}

function keyOf(owner: Owner | undefined): string {
  return owner === undefined ? "" : ownerKey(owner);
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The same with numbers by their value: `db-2` before `db-10`. */
export function compareNumbered(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split(/(\d+)/)) as [string[], string[]];
  const at = left.findIndex((part, index) => part !== right[index]);
  if (at < 0) return left.length - right.length;
  const [x = "", y = ""] = [left[at], right[at]];
  // Every second part is a number.
  return at % 2 === 1 && y !== "" ? Number(x) - Number(y) || compare(x, y) : compare(x, y);
}
