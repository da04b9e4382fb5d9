import { ownerKey } from "../desired/desired-state.ts";
import type { MatchedContainers } from "../observed/match-containers.ts";
import type { ObservedContainer } from "../observed/observed-state.ts";
import type { Action, Target } from "./action.ts";
import type { Cause } from "./cause.ts";
import { isUp } from "./container-actions.ts";
import { addChange, emptyPart, type PlanPart } from "./part.ts";
import { preStopOf } from "./replace-steps.ts";

export interface RemovalsInput {
  readonly matched: MatchedContainers;
  /** Containers that stand in the way of what is to come: they go first. */
  readonly inTheWay: ReadonlySet<ObservedContainer>;
  /** By owner key, what must have succeeded before anything else of that owner goes. */
  readonly lastStarts: ReadonlyMap<string, readonly string[]>;
  /** Why what is not wanted goes, and what tells these actions' ids from others of the same container name. */
  readonly orphans: { readonly cause: Cause; readonly suffix: string };
}

export interface RemovalsPart extends PlanPart {
  /** The ids that free a container's ports and its name, by container. */
  readonly freed: ReadonlyMap<ObservedContainer, { readonly ports: string; readonly name: string }>;
}

/**
 * Stops and removes what is owned and not wanted. It goes last, when all that is wanted runs, so that a failed
 * apply takes nothing away - unless it holds a name or a port that is needed.
 */
export function planRemovals(input: RemovalsInput): RemovalsPart {
  const part = emptyPart();
  const freed = new Map<ObservedContainer, { ports: string; name: string }>();
  const gates = new Map<string, readonly string[]>();
  const plan = (container: ObservedContainer, cause: Cause, suffix: string) => {
    const owner = container.ownership.kind === "owned" ? container.ownership.owner : undefined;
    const key = owner === undefined ? "" : ownerKey(owner);
    const after = input.inTheWay.has(container) ? [] : (gates.get(key) ?? input.lastStarts.get(key) ?? []);
    const target: Target = {
      kind: "container",
      name: container.name,
      ...(owner === undefined ? {} : { owner }),
    };
    const actions = removeActions(container, target, cause, after, suffix);
    addChange(part, { kind: "remove", target, cause }, actions);
    const first = actions.at(0)?.id ?? "";
    // The others wait for the first alone: an edge from each of them to every start would grow with the square.
    if (after.length > 1) gates.set(key, [first]);
    freed.set(container, { ports: first, name: actions.at(-1)?.id ?? "" });
  };
  for (const container of input.matched.orphans) plan(container, input.orphans.cause, input.orphans.suffix);
  for (const container of input.matched.leftovers) plan(container, { kind: "leftover" }, ":leftover");
  return { ...part, freed };
}

function removeActions(
  container: ObservedContainer,
  target: Target,
  cause: Cause,
  after: readonly string[],
  suffix: string,
): readonly Action[] {
  const ref = { name: container.name, id: container.id };
  const remove: Action = {
    id: `container.remove/${container.name}${suffix}`,
    type: "container.remove",
    target,
    cause,
    dependsOn: after,
    container: ref,
  };
  if (!isUp(container)) return [remove];
  const stop: Action = {
    id: `container.stop/${container.name}${suffix}`,
    type: "container.stop",
    target,
    cause,
    dependsOn: after,
    container: ref,
    ...preStopOf(container),
  };
  return [stop, { ...remove, dependsOn: [stop.id] }];
}
