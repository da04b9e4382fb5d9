import { type NotedObject, ownerKey } from "../desired/desired-state.ts";
import type { ObservedContainer, ObservedState } from "./observed-state.ts";

/**
 * For drivers: what they tell of the objects of earlier applies. Whoever has containers is one of these, with or without a
 * note, so that a note that is gone changes nothing for them.
 */
export function knownObjects({
  objects = [],
  containers,
}: {
  readonly objects?: ObservedState["objects"];
  readonly containers: readonly Pick<ObservedContainer, "ownership" | "source">[];
}): readonly NotedObject[] {
  const known = new Map(objects.map((object) => [ownerKey(object.owner), object]));
  for (const { ownership, source } of containers) {
    if (ownership.kind !== "owned" || known.has(ownerKey(ownership.owner))) continue;
    known.set(ownerKey(ownership.owner), {
      owner: ownership.owner,
      generation: 0,
      ...(source === undefined ? {} : { source }),
    });
  }
  return [...known.values()];
}
