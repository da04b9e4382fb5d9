import { type DesiredState, type Owner, ownerKey } from "../../desired/desired-state.ts";
import { isGoing, type MatchedContainers } from "../../observed/match-containers.ts";
import type { ObservedContainer } from "../../observed/observed-state.ts";
import { type LeftVolume, leftVolumes } from "../replace/anonymous-volumes.ts";
import { compareNumbered } from "../sorted.ts";
import type { Action, Target } from "../steps/action.ts";
import type { Cause } from "../steps/cause.ts";
import { idsOf, lastOf, removeContainer, renameContainer, stopContainer } from "../steps/make-action.ts";
import { addChange, emptyPart, type PlanPart } from "../steps/part.ts";
import { isUp, preStopOf, refOf } from "./container-actions.ts";

export interface RemovalsInput {
  readonly matched: MatchedContainers;
  /** Containers that stand in the way of what is to come: they go first. */
  readonly inTheWay: ReadonlySet<ObservedContainer>;
  /** By owner key, what must have succeeded before anything else of that owner goes. */
  readonly lastStarts: ReadonlyMap<string, readonly string[]>;
  /** {@link DesiredState.scaling} */
  readonly scaling?: DesiredState["scaling"];
  /** Why what is not wanted goes, and what tells these actions' ids from others of the same container name. */
  readonly orphans: { readonly cause: Cause; readonly suffix: string };
}

export interface RemovalsPart extends PlanPart {
  /** Anonymous volumes that stay, and that nobody has any more. */
  readonly left: readonly LeftVolume[];
}

/**
 * Stops and removes what is owned and not wanted. It goes last, when all that is wanted runs, so that a failed
 * apply takes nothing away - unless it holds a name or a port that is needed.
 */
export function planRemovals(input: RemovalsInput): RemovalsPart {
  const part = emptyPart();
  const left: LeftVolume[] = [];
  const gates = new Map<string, readonly string[]>();
  const { current, orphans, leftovers } = input.matched;
  const plan = (container: ObservedContainer, cause: Cause, suffix: string, withVolumes: boolean) => {
    const owner = ownerOf(container);
    const key = owner === undefined ? "" : ownerKey(owner);
    const after = input.inTheWay.has(container) ? [] : (gates.get(key) ?? input.lastStarts.get(key) ?? []);
    const target: Target = {
      kind: "container",
      name: container.name,
      ...(owner === undefined ? {} : { owner }),
    };
    const isInTheWay = input.inTheWay.has(container);
    const actions = removal(container, target, cause, { after, suffix, isInTheWay, withVolumes });
    if (!withVolumes) left.push(...leftVolumes(container, current.values()));
    addChange(part, { kind: "remove", target, cause }, actions);
    // The others wait for the first alone: an edge from each of them to every start would grow with the square. It has
    // to be one that the engine can remove.
    if (input.scaling?.[key] === "lastFirst") gates.set(key, lastOf(actions));
    else if (after.length > 1 && !isGoing(container)) gates.set(key, idsOf(actions.slice(0, 1)));
  };
  for (const container of lastFirst(sandboxesBehind(orphans), input.scaling))
    plan(container, input.orphans.cause, input.orphans.suffix, false);
  for (const container of sandboxesBehind(leftovers)) {
    plan(container, { kind: "leftover" }, ":leftover", neverServed(container, current));
  }
  return { ...part, left };
}

/** Of owners that want it so, the one with the highest number first; a sandbox, whose name theirs begin with, behind them. */
function lastFirst(
  containers: readonly ObservedContainer[],
  scaling: RemovalsInput["scaling"] = {},
): readonly ObservedContainer[] {
  const isCounted = (container: ObservedContainer) => {
    const owner = ownerOf(container);
    return owner !== undefined && scaling[ownerKey(owner)] === "lastFirst";
  };
  const counted = containers.filter(isCounted);
  if (counted.length === 0) return containers;
  counted.sort((a, b) => compareNumbered(b.name, a.name));
  return [...counted, ...containers.filter((one) => !isCounted(one))];
}

function ownerOf({ ownership }: ObservedContainer): Owner | undefined {
  return ownership.kind === "owned" ? ownership.owner : undefined;
}

/** A sandbox that went first would take the network from those that share it. */
function sandboxesBehind(containers: readonly ObservedContainer[]): readonly ObservedContainer[] {
  const isSandbox = ({ role }: ObservedContainer) => role === "sandbox";
  if (!containers.some(isSandbox)) return containers;
  return [...containers.filter((c) => !isSandbox(c)), ...containers.filter(isSandbox)];
}

/** Helpers, and candidates: made after the one that stands for their spec. */
function neverServed(leftover: ObservedContainer, current: MatchedContainers["current"]): boolean {
  if (leftover.role === "helper") return true;
  const serving = current.get(leftover.specName ?? leftover.name);
  return serving !== undefined && serving.createdAtSeconds < leftover.createdAtSeconds;
}

interface RemoveOptions {
  readonly suffix: string;
  readonly withVolumes: boolean;
}

function removal(
  container: ObservedContainer,
  target: Target,
  cause: Cause,
  {
    after,
    isInTheWay,
    ...how
  }: RemoveOptions & { readonly after: readonly string[]; readonly isInTheWay: boolean },
): readonly Action[] {
  if (!isGoing(container) || !isInTheWay) return removeActions(container, target, cause, after, how);
  const aside = moveAside(container, target, cause);
  return [aside, ...removeActions(container, target, cause, [aside.id], how)];
}

/**
 * Whether the engine is able to remove it is not known: nobody waits for that who only needs its name. No two get the
 * same one.
 */
function moveAside(container: ObservedContainer, target: Target, cause: Cause): Action {
  const { name, id } = container;
  return renameContainer(
    { target, cause },
    {
      suffix: ":aside",
      container: refOf(container),
      to: `${name.split(".hashike-")[0]}.hashike-gone-${id.slice(0, 12)}`,
    },
  );
}

function removeActions(
  container: ObservedContainer,
  target: Target,
  cause: Cause,
  after: readonly string[],
  { suffix, withVolumes }: RemoveOptions,
): readonly Action[] {
  const base = { target, cause };
  const place = { suffix, dependsOn: after, container: refOf(container) };
  const how = withVolumes ? { withVolumes } : {};
  if (!isUp(container)) return [removeContainer(base, { ...place, ...how })];
  const stop = stopContainer(base, { ...place, ...preStopOf(container) });
  return [stop, removeContainer(base, { ...place, ...how, dependsOn: [stop.id] })];
}
