import type { MatchedContainers } from "../observed/match-containers.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action } from "./action.ts";
import { isUp } from "./container-actions.ts";
import { containerKey } from "./revision.ts";

/**
 * What an interrupted apply left running of the container that an action makes anew, or starts again: it may write the
 * same data. To stop it is not enough, as the engine may start it again when it comes back.
 */
export function leftToWork(
  action: Action,
  working: ReadonlyMap<string, readonly ObservedContainer[]>,
  current: MatchedContainers["current"],
): readonly ObservedContainer[] {
  const { owner, name } = action.target;
  if (owner === undefined) return [];
  const isStarted =
    action.type === "container.start" &&
    "id" in action.container &&
    action.container.id === current.get(name)?.id;
  return isStarted || action.type === "container.create"
    ? (working.get(containerKey(owner, name)) ?? [])
    : [];
}

/** Leftovers that are up, by the container of the manifest that they were made for. */
export function workingLeftovers({
  leftovers,
}: MatchedContainers): ReadonlyMap<string, readonly ObservedContainer[]> {
  const working = new Map<string, ObservedContainer[]>();
  for (const container of leftovers) {
    const { ownership, specName } = container;
    if (!isUp(container) || ownership.kind !== "owned" || specName === undefined) continue;
    const key = containerKey(ownership.owner, specName);
    const others = working.get(key);
    if (others === undefined) working.set(key, [container]);
    else others.push(container);
  }
  return working;
}
