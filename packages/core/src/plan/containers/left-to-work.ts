import { isGoing, type MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import type { Action } from "../steps/action.ts";
import { containerKey } from "./notes.ts";

/**
 * What an interrupted apply left of the container that an action makes anew, or starts again: it may write the same
 * data. That it is down is not enough, as the engine may start it again when it comes back.
 */
export function leftToWork(
  action: Action,
  left: ReadonlyMap<string, readonly ObservedContainer[]>,
  current: MatchedContainers["current"],
): readonly ObservedContainer[] {
  const { owner, name } = action.target;
  if (owner === undefined) return [];
  const isStarted =
    action.type === "container.start" &&
    "id" in action.container &&
    action.container.id === current.get(name)?.id;
  return isStarted || action.type === "container.create" ? (left.get(containerKey(owner, name)) ?? []) : [];
}

/** Leftovers by the container of the manifest that they were made for. */
export function leftoversByContainer({
  leftovers,
}: MatchedContainers): ReadonlyMap<string, readonly ObservedContainer[]> {
  const left = new Map<string, ObservedContainer[]>();
  for (const container of leftovers) {
    const { ownership, specName } = container;
    if (ownership.kind !== "owned" || specName === undefined || isGoing(container)) continue;
    const key = containerKey(ownership.owner, specName);
    const others = left.get(key);
    if (others === undefined) left.set(key, [container]);
    else others.push(container);
  }
  return left;
}
