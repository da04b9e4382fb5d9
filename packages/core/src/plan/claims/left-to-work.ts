import { addToList } from "../../desired/add-to-list.ts";
import { isGoing, type MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { containerKey } from "../revisions/notes.ts";

/**
 * Leftovers by the container of the manifest that they were made for: they may write the same data. That one is down is
 * not enough, as the engine may start it again when it comes back.
 */
export function leftoversByContainer({
  leftovers,
}: MatchedContainers): ReadonlyMap<string, readonly ObservedContainer[]> {
  const left = new Map<string, ObservedContainer[]>();
  for (const container of leftovers) {
    const { ownership, specName } = container;
    if (ownership.kind !== "owned" || specName === undefined || isGoing(container)) continue;
    addToList(left, containerKey(ownership.owner, specName), container);
  }
  return left;
}
