import { type ObservedContainer, type Owner, ownerKey } from "@hashike/core";

/** Who a pod would be if it stood alone: `Pod/default/web-0`. */
export function podOwner({ namespace }: Owner, podName: string): Owner {
  return { kind: "Pod", namespace, name: podName };
}

/** Some containers of one owner, or of one of its pods. */
export interface OwnedContainers {
  readonly owner: Owner;
  readonly containers: readonly ObservedContainer[];
}

/**
 * Containers by whose they are. Helpers are nobody's.
 * @param ownerOf gives `undefined` for those that do not count
 */
export function byOwner(
  containers: readonly ObservedContainer[],
  ownerOf: (owner: Owner, container: ObservedContainer) => Owner | undefined,
): readonly OwnedContainers[] {
  const found = new Map<string, { owner: Owner; containers: ObservedContainer[] }>();
  for (const container of containers) {
    const { ownership, role } = container;
    if (ownership.kind !== "owned" || role === "helper") continue;
    const owner = ownerOf(ownership.owner, container);
    if (owner === undefined) continue;
    const entry = found.get(ownerKey(owner)) ?? { owner, containers: [] };
    found.set(ownerKey(owner), entry);
    entry.containers.push(container);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

/** A pod of its own, or one of several of an owner. */
export function podOwnerOf(owner: Owner, { podName }: ObservedContainer): Owner {
  return podName === undefined ? owner : podOwner(owner, podName);
}
